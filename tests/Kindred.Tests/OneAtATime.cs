namespace Kindred.Tests;

/// <summary>Tests that change the number of threads of the process run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAtATime
{
    public const string Name = "One at a time";
}
