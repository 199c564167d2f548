namespace Kindred.Numerics.Kernels.Neighbours;

/// <summary>Rows laid out for products, block by block.</summary>
internal unsafe interface IRowBlocks : IDisposable
{
    int Rows { get; }

    /// <summary>Rows up to whole tiles.</summary>
    int Padded { get; }

    int Blocks { get; }

    /// <summary>‖x‖² of every row as laid out; infinite for padding.</summary>
    float* Norms { get; }

    /// <summary>|computed ‖y‖² − 2 x·y − the true one| is at most so much of (‖x‖ + ‖y‖)².</summary>
    double RelativeError { get; }

    /// <summary>Offers the rows of a block of <paramref name="others"/> to those of one of this, and back where they keep lists.</summary>
    void Meet(int block, CandidateLists lists, IRowBlocks others, int otherBlock, CandidateLists? otherLists);
}
