using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>How a product packs its operands.</summary>
internal sealed unsafe partial class GemmJob<T>
    where T : unmanaged, INumber<T>
{
    private int PanelsPerItem => 32 / _kernels.TileRows;

    /// <summary>The left operand's value for a row and a term of this part; pieces of panels have places in the whole operand only.</summary>
    private T* LeftAt(int row, int term) => _left.At((long)_firstRow + row, (long)_firstTerm + term);

    /// <summary>The same for the right operand and a column.</summary>
    private T* RightAt(int column, int term) => _right.At((long)_firstColumn + column, (long)_firstTerm + term);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T* LeftPanel(int panel, int firstTerm) => _leftPanels + ((panel - _packedLeftFrom) * _leftPanelStep) + (firstTerm * _kernels.TileRows);

    /// <summary>Where the left operand's panels lie, or are to be packed.</summary>
    private void PlaceLeft(long panelLength)
    {
        Debug.Assert(!_left.OuterInPanels || _left.TermStep == _kernels.TileRows);
        var panels = _rowPanels - _packedLeftFrom;
        if (_left.OuterInPanels)
        {
            _leftPanels = LeftAt(0, 0);
            (_leftPanelStep, _leftItems) = (_left.PanelStep, 0);
            return;
        }

        _leftStore.Reserve(panels * panelLength);
        _leftPanels = _leftStore.Pointer;
        (_leftPanelStep, _leftItems) = (panelLength, (panels + PanelsPerItem - 1) / PanelsPerItem);
    }

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
            PackLeft(panel * tileRows, LeftPanel(panel, 0));
    }

    private void PackLeft(int row, T* target)
    {
        var rows = Math.Min(_kernels.TileRows, _size.M - row);
        int terms;
        for (var term = 0; term < _size.K; term += terms)
        {
            terms = Math.Min(_size.K - term, TermsInOnePiece(_left, term));
            GemmPanels.Pack(LeftAt(row, term), _left.OuterStep, _left.TermStep, rows, _kernels.TileRows, terms, target + ((long)term * _kernels.TileRows));
        }
    }

    private void PackRight(int panel, int firstTerm, int terms, T* target)
    {
        var column = panel * _kernels.TileColumns;
        var width = Width(panel);
        for (var end = firstTerm + terms; firstTerm < end; firstTerm += terms)
        {
            terms = Math.Min(end - firstTerm, TermsInOnePiece(_right, firstTerm));
            GemmPanels.Pack(
                RightAt(column, firstTerm), _right.OuterStep, _right.TermStep, Math.Min(width, _size.N - column), width, terms, target);
            target += terms * width;
        }
    }

    /// <summary>Terms of an operand from <paramref name="firstTerm"/> on that lie side by side.</summary>
    private int TermsInOnePiece(in GemmOperand<T> operand, int firstTerm)
    {
        if (!operand.TermsInPanels)
            return int.MaxValue;
        var width = (int)operand.OuterStep;
        return width - ((_firstTerm + firstTerm) % width);
    }
}
