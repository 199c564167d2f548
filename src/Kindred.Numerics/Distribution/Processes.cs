using System.Globalization;

namespace Kindred.Numerics.Distribution;

/// <summary>The processes that this one was started with, by mpirun or srun; itself alone where nobody started several.</summary>
public static class Processes
{
    // what Open MPI, PMI (MPICH, Slurm) and Slurm tell a process
    private static readonly string[] Sizes = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"];
    private static readonly string[] LocalSizes = ["OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS", "SLURM_NTASKS_PER_NODE"];
    private static readonly string[] Ranks = ["OMPI_COMM_WORLD_RANK", "PMI_RANK", "SLURM_PROCID"];

    private static MpiCommunicator? _mpi;

    /// <summary>All of them; one until <see cref="Join"/>.</summary>
    public static ICommunicator All => _mpi ?? (ICommunicator)SingleProcess.Instance;

    /// <summary>How many the launcher says it started; 1 without one.</summary>
    public static int Started => Math.Max(1, Told(Sizes));

    /// <summary>How many of them are on this machine, as far as the launcher tells.</summary>
    public static int OnThisMachine => Math.Clamp(Told(LocalSizes), 1, Started);

    /// <summary>Whether this is the one that writes and prints, as far as the launcher tells.</summary>
    public static bool IsFirst => Started == 1 || Told(Ranks) <= 0;

    /// <summary>Meets the other processes where several were started, and shares the processors of the machine with those on it.</summary>
    /// <exception cref="ProcessesException">There is no Open MPI on this machine, or it does not know of the others; the message says what is needed.</exception>
    public static void Join()
    {
        if (_mpi is not null || Started == 1)
            return;
        _mpi = MpiCommunicator.Start();
        if (_mpi.Size == 1)
            throw new ProcessesException($"{Started} processes were started, but MPI sees one alone; start them with mpirun, or with srun --mpi=pmix.");
        Parallelism.Threads = Math.Max(1, Environment.ProcessorCount / OnThisMachine);
    }

    /// <summary>Parts from the others, when all work is done.</summary>
    public static void Leave()
    {
        _mpi?.AwaitFirst();
        _mpi?.Finish();
        _mpi = null;
    }

    /// <summary>Ends all processes at once: what one of them cannot finish, none can. Does not return where there are several.</summary>
    public static void Abort(int exitCode) => _mpi?.Abort(exitCode);

    private static int Told(string[] names) => names.Select(name =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).FirstOrDefault(number => number >= 0, -1);
}
