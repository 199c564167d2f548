using System.Numerics;

namespace Kindred.Numerics.Kernels;

/// <summary>How a product packs its operands.</summary>
internal sealed unsafe partial class GemmJob<T>
    where T : unmanaged, INumber<T>
{
    private int PanelsPerItem => 32 / _kernels.TileRows;

    /// <summary>The right operand's value for a column and a term of this part; pieces of panels have places in the whole operand only.</summary>
    private T* RightAt(int column, int term) => _right.At((long)_firstColumn + column, (long)_firstTerm + term);

    private void Pack(int item, int _)
    {
        var (tileRows, tileColumns) = (_kernels.TileRows, _kernels.TileColumns);
        if (item >= _leftItems)
        {
            var panel = _packedRightFrom + item - _leftItems;
            PackRight(panel, 0, _size.K, _rightStore.Pointer + ((long)(panel - _packedRightFrom) * tileColumns * _size.K));
            return;
        }

        var first = _packedLeftFrom + (item * PanelsPerItem);
        for (var panel = first; panel < Math.Min(first + PanelsPerItem, _rowPanels); panel++)
        {
            var target = _leftStore.Pointer + ((long)(panel - _packedLeftFrom) * tileRows * _size.K);
            var row = panel * tileRows;
            GemmPanels.Pack(_left.At(row, 0), _left.OuterStep, _left.TermStep, Math.Min(tileRows, _size.M - row), tileRows, _size.K, target);
        }
    }

    private void PackRight(int panel, int firstTerm, int terms, T* target)
    {
        var column = panel * _kernels.TileColumns;
        var width = Width(panel);
        for (var end = firstTerm + terms; firstTerm < end; firstTerm += terms)
        {
            terms = Math.Min(end - firstTerm, TermsInOnePiece(firstTerm));
            GemmPanels.Pack(
                RightAt(column, firstTerm), _right.OuterStep, _right.TermStep, Math.Min(width, _size.N - column), width, terms, target);
            target += terms * width;
        }
    }

    /// <summary>Terms of the right operand from <paramref name="firstTerm"/> on that lie side by side.</summary>
    private int TermsInOnePiece(int firstTerm)
    {
        if (!_right.TermsInPanels)
            return int.MaxValue;
        var width = (int)_right.OuterStep;
        return width - ((_firstTerm + firstTerm) % width);
    }
}
