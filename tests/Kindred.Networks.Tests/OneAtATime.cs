using Kindred.Numerics;

namespace Kindred.Networks.Tests;

/// <summary>Tests that set the number of threads run by themselves.</summary>
[CollectionDefinition(nameof(Parallelism), DisableParallelization = true)]
public sealed class OneAtATime;
