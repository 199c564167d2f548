namespace Kindred.Numerics.Tests;

/// <summary>Tests that change the number of threads of the process, or watch them, run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
