using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Tests.Neighbours;

/// <summary>A search that processes share finds what one process finds, to the last bit.</summary>
public sealed class SharedSearchTests
{
    [Theory, InlineData(2000, 17, 6, 0), InlineData(1500, 3, 5, 900), InlineData(530, 40, 10, 0), InlineData(300, 8, 4, 0)]
    public void Shared_neighbours_are_those_of_one_process(int rows, int columns, int count, int alike)
    {
        var rng = new Rng(2);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = i / columns < alike ? 1 : (float)Math.Round(rng.NextNormal(), 2);
        var x = new Matrix(rows, columns, values);
        var whole = new NearestNeighbours { Count = count }.Of(x);
        foreach (var size in new[] { 1, 2, 5 })
        {
            var found = ProcessesByThreads.Run(size, communicator =>
            {
                var search = new SharedSearch(communicator);
                if (communicator.Rank > 0)
                {
                    search.Serve(CancellationToken.None);
                    return null;
                }

                search.Of(x, count, CancellationToken.None);  // the others stay for a second
                var second = search.Of(x, count, CancellationToken.None);
                search.Release();
                return second;
            })[0]!;
            Assert.Equal(whole.ToIndices(), found.ToIndices());
            for (var row = 0; row < rows; row++)
                Assert.Equal(whole.Distances(row), found.Distances(row));
        }
    }
}
