namespace Kindred.Neighbours;

/// <summary>The nearest of those offered, of equally near ones the first numbers.</summary>
internal sealed class NearestList(int count)
{
    public double[] Squares { get; } = new double[count];

    public int[] Indices { get; } = new int[count];

    /// <summary>The square of the last that is kept; infinite until the list is full.</summary>
    public double Farthest => Squares[^1];

    public void Clear()
    {
        Array.Fill(Squares, double.PositiveInfinity);
        Array.Fill(Indices, int.MaxValue);
    }

    public void Offer(double square, int index)
    {
        var place = Squares.Length - 1;
        if (!IsBefore(square, index, place))
            return;
        for (; place > 0 && IsBefore(square, index, place - 1); place--)
            (Squares[place], Indices[place]) = (Squares[place - 1], Indices[place - 1]);
        (Squares[place], Indices[place]) = (square, index);
    }

    private bool IsBefore(double square, int index, int place) => square < Squares[place] || (square == Squares[place] && index < Indices[place]);
}
