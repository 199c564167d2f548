using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Kindred.Numerics.Distribution;

/// <summary>The processes that mpirun or srun started, as MPI knows them. Calls may come from any thread, one at a time.</summary>
/// <remarks>Sums of floats do not leave the order to MPI: every process adds one slice of all processes' values in the order of ranks, then slices are exchanged.
/// That sends as much as a ring does, 2 (size − 1) / size of the values, and gives the same bits at every process and in every run of as many processes.</remarks>
internal sealed unsafe class MpiCommunicator : ICommunicator
{
    private const int SeveralThreadsInTurn = 2;   // MPI_THREAD_SERIALIZED in Open MPI
    private const int Piece = 1 << 24;             // values a call; counts of MPI have 32 bits
    private const int FewValues = 1 << 12;         // are sent whole to everybody: one round instead of two

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly MpiLibrary _mpi;
    private byte[] _sent = [], _received = [];

    private MpiCommunicator(MpiLibrary mpi)
    {
        _mpi = mpi;
        int provided, rank, size;
        MpiLibrary.Require(mpi.InitThread(null, null, SeveralThreadsInTurn, &provided), "MPI_Init_thread");
        if (provided < SeveralThreadsInTurn)
            throw new ProcessesException("This MPI was built without support for threads; Open MPI as its packages have it is needed.");
        MpiLibrary.Require(mpi.CommRank(mpi.World, &rank), "MPI_Comm_rank");
        MpiLibrary.Require(mpi.CommSize(mpi.World, &size), "MPI_Comm_size");
        (Rank, Size) = (rank, size);
    }

    public int Rank { get; }

    public int Size { get; }

    /// <exception cref="ProcessesException">There is no Open MPI, or it does not start; the message says what is needed.</exception>
    public static MpiCommunicator Start() => new(MpiLibrary.Load());

    public void Sum(Span<long> values) => InPieces(values, piece =>
    {
        fixed (long* first = piece)
            MpiLibrary.Require(_mpi.AllReduce(InPlace, first, piece.Length, _mpi.Longs, _mpi.Addition, _mpi.World), "MPI_Allreduce");
    });

    public void Max(Span<float> values) => InPieces(values, piece =>
    {
        fixed (float* first = piece)
            MpiLibrary.Require(_mpi.AllReduce(InPlace, first, piece.Length, _mpi.Floats, _mpi.Maximum, _mpi.World), "MPI_Allreduce");
    });

    public void Sum(Span<double> values) => InPieces(values, SumInOrder);

    public void Sum(Span<float> values) => InPieces(values, SumInOrder);

    public void Broadcast(Span<byte> values, int root) => InPieces(values, piece =>
    {
        fixed (byte* first = piece)
            MpiLibrary.Require(_mpi.Broadcast(first, piece.Length, _mpi.Bytes, root, _mpi.World), "MPI_Bcast");
    });

    public void Send(ReadOnlySpan<byte> values, int to)
    {
        for (var start = 0; start < values.Length; start += Piece)
        {
            var piece = values.Slice(start, Math.Min(Piece, values.Length - start));
            fixed (byte* first = piece)
                MpiLibrary.Require(_mpi.Send(first, piece.Length, _mpi.Bytes, to, 0, _mpi.World), "MPI_Send");
        }
    }

    public void Receive(Span<byte> values, int from) => InPieces(values, piece =>
    {
        fixed (byte* first = piece)
            MpiLibrary.Require(_mpi.Receive(first, piece.Length, _mpi.Bytes, from, 0, _mpi.World, null), "MPI_Recv");
    });

    public void Await(int from)
    {
        for (var found = 0; found == 0;)
        {
            MpiLibrary.Require(_mpi.Probe(from, 0, _mpi.World, &found, null), "MPI_Iprobe");
            if (found == 0)
                Thread.Sleep(Pause);
        }
    }

    public void Barrier() => MpiLibrary.Require(_mpi.Barrier(_mpi.World), "MPI_Barrier");

    /// <summary>Says that this process is done; waits for the others.</summary>
    public void Finish() => MpiLibrary.Require(_mpi.Finalize(), "MPI_Finalize");

    /// <summary>Ends all processes at once.</summary>
    public void Abort(int exitCode) => _ = _mpi.Abort(_mpi.World, exitCode);

    private static void* InPlace => (void*)1;

    private delegate void OfPiece<T>(Span<T> piece);

    private static void InPieces<T>(Span<T> values, OfPiece<T> call)
    {
        for (var start = 0; start < values.Length; start += Piece)
            call(values.Slice(start, Math.Min(Piece, values.Length - start)));
    }

    private void SumInOrder<T>(Span<T> values)
        where T : unmanaged, INumber<T>
    {
        var isShort = values.Length * (long)Size <= FewValues;
        var slice = isShort ? values.Length : (values.Length + Size - 1) / Size;
        var sent = Room<T>(ref _sent, isShort ? slice : slice * Size);
        var received = Room<T>(ref _received, slice * Size);
        values.CopyTo(sent);
        sent[values.Length..].Clear();
        Exchange<T>(sent, received, slice, isShort);
        var sum = received[..slice];
        for (var rank = 1; rank < Size; rank++)
            TensorPrimitives.Add(sum, received.Slice(rank * slice, slice), sum);
        if (isShort)
        {
            sum.CopyTo(values);
            return;
        }

        Exchange<T>(sum, sent, slice, toAll: true);
        sent[..values.Length].CopyTo(values);
    }

    /// <summary>So many values of memory that is used again and again.</summary>
    private static Span<T> Room<T>(ref byte[] memory, int length)
        where T : unmanaged
    {
        if (memory.Length < length * sizeof(T))
            memory = GC.AllocateUninitializedArray<byte>(length * sizeof(T));
        return MemoryMarshal.Cast<byte, T>(memory.AsSpan(0, length * sizeof(T)));
    }

    /// <summary>received[r] ← what process r sent: the same slice to all, or to each its own.</summary>
    private void Exchange<T>(ReadOnlySpan<T> sent, Span<T> received, int slice, bool toAll)
        where T : unmanaged
    {
        var bytes = slice * sizeof(T);
        fixed (T* from = sent, to = received)
        {
            MpiLibrary.Require(
                toAll ? _mpi.AllGather(from, bytes, _mpi.Bytes, to, bytes, _mpi.Bytes, _mpi.World) : _mpi.AllToAll(from, bytes, _mpi.Bytes, to, bytes, _mpi.Bytes, _mpi.World),
                toAll ? "MPI_Allgather" : "MPI_Alltoall");
        }
    }
}
