using System.Runtime.InteropServices;

namespace Kindred.Numerics.Distribution;

/// <summary>The functions of Open MPI that are used, found at run time in its library; its handles are symbols of it.</summary>
/// <remarks>MPI: A Message-Passing Interface Standard, version 3.1; Open MPI 4 and 5.</remarks>
internal sealed unsafe class MpiLibrary
{
    private static readonly string[] Names = ["libmpi.so.40", "libmpi.so.80", "libmpi.so", "libmpi.40.dylib", "libmpi.dylib"];

    private MpiLibrary(nint library)
    {
        (World, Bytes, Longs, Floats) = (Symbol("ompi_mpi_comm_world"), Symbol("ompi_mpi_byte"), Symbol("ompi_mpi_int64_t"), Symbol("ompi_mpi_float"));
        (Addition, Maximum) = (Symbol("ompi_mpi_op_sum"), Symbol("ompi_mpi_op_max"));
        InitThread = (delegate* unmanaged<int*, byte***, int, int*, int>)Symbol("MPI_Init_thread");
        Finalize = (delegate* unmanaged<int>)Symbol("MPI_Finalize");
        Abort = (delegate* unmanaged<nint, int, int>)Symbol("MPI_Abort");
        CommRank = (delegate* unmanaged<nint, int*, int>)Symbol("MPI_Comm_rank");
        CommSize = (delegate* unmanaged<nint, int*, int>)Symbol("MPI_Comm_size");
        Barrier = (delegate* unmanaged<nint, int>)Symbol("MPI_Barrier");
        Broadcast = (delegate* unmanaged<void*, int, nint, int, nint, int>)Symbol("MPI_Bcast");
        AllReduce = (delegate* unmanaged<void*, void*, int, nint, nint, nint, int>)Symbol("MPI_Allreduce");
        SendReceive = (delegate* unmanaged<void*, int, nint, int, int, void*, int, nint, int, int, nint, void*, int>)Symbol("MPI_Sendrecv");
        AllGather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int>)Symbol("MPI_Allgather");
        Send = (delegate* unmanaged<void*, int, nint, int, int, nint, int>)Symbol("MPI_Send");
        Probe = (delegate* unmanaged<int, int, nint, int*, void*, int>)Symbol("MPI_Iprobe");
        Receive = (delegate* unmanaged<void*, int, nint, int, int, nint, void*, int>)Symbol("MPI_Recv");
        BeginSend = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Symbol("MPI_Isend");
        BeginReceive = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Symbol("MPI_Irecv");
        TestAll = (delegate* unmanaged<int, nint*, int*, void*, int>)Symbol("MPI_Testall");
        WaitAll = (delegate* unmanaged<int, nint*, void*, int>)Symbol("MPI_Waitall");

        nint Symbol(string name) => NativeLibrary.TryGetExport(library, name, out var symbol) ? symbol
            : throw new ProcessesException($"The MPI library on this machine has no {name}, so it is not Open MPI 4 or 5, which is needed to work with several processes: {Package}.");
    }

    public const string Package = "the packages openmpi-bin and libopenmpi3 (Debian, Ubuntu) or openmpi (others) have it";

    public nint World { get; }

    public nint Bytes { get; }

    public nint Longs { get; }

    public nint Floats { get; }

    public nint Addition { get; }

    public nint Maximum { get; }

    public delegate* unmanaged<int*, byte***, int, int*, int> InitThread { get; }

    public delegate* unmanaged<int> Finalize { get; }

    public delegate* unmanaged<nint, int, int> Abort { get; }

    public delegate* unmanaged<nint, int*, int> CommRank { get; }

    public delegate* unmanaged<nint, int*, int> CommSize { get; }

    public delegate* unmanaged<nint, int> Barrier { get; }

    public delegate* unmanaged<void*, int, nint, int, nint, int> Broadcast { get; }

    public delegate* unmanaged<void*, void*, int, nint, nint, nint, int> AllReduce { get; }

    public delegate* unmanaged<void*, int, nint, int, int, void*, int, nint, int, int, nint, void*, int> SendReceive { get; }

    public delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int> AllGather { get; }

    public delegate* unmanaged<void*, int, nint, int, int, nint, int> Send { get; }

    public delegate* unmanaged<void*, int, nint, int, int, nint, void*, int> Receive { get; }

    public delegate* unmanaged<int, int, nint, int*, void*, int> Probe { get; }

    public delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> BeginSend { get; }

    public delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> BeginReceive { get; }

    public delegate* unmanaged<int, nint*, int*, void*, int> TestAll { get; }

    public delegate* unmanaged<int, nint*, void*, int> WaitAll { get; }

    /// <exception cref="ProcessesException">There is none, or another MPI; the message says what is needed.</exception>
    public static MpiLibrary Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return new MpiLibrary(library);
        }

        throw new ProcessesException($"This was started as one of several processes, but there is no Open MPI library (libmpi) on this machine; {MpiLibrary.Package}.");
    }

    /// <exception cref="ProcessesException">MPI says that a call failed.</exception>
    public static void Require(int code, string call)
    {
        if (code != 0)
            throw new ProcessesException($"{call} failed with code {code}: the processes can no longer talk to each other.");
    }
}
