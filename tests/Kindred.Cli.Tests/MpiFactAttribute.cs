namespace Kindred.Cli.Tests;

/// <summary>A test that starts several processes; skipped by name where Open MPI is not installed.</summary>
public sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = OpenMpi.Missing;
}

/// <summary>The same with data.</summary>
public sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute() => Skip = OpenMpi.Missing;
}

internal static class OpenMpi
{
    /// <summary>Why tests that need it are skipped; null where it is there.</summary>
    public static string? Missing { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "mpirun")))
        ? null : "Open MPI (mpirun) is not installed; the package openmpi-bin has it.";
}
