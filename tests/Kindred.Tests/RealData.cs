using Kindred.Datasets;

namespace Kindred.Tests;

/// <summary>A test on the real Fashion-MNIST, skipped by name where it is not to be found.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FashionMnistTheoryAttribute : TheoryAttribute
{
    public FashionMnistTheoryAttribute() => Skip = RealData.Missing;
}

/// <inheritdoc cref="FashionMnistTheoryAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FashionMnistFactAttribute : FactAttribute
{
    public FashionMnistFactAttribute() => Skip = RealData.Missing;
}

internal static class RealData
{
    /// <summary>Why tests on the real data are skipped; null where the data are there.</summary>
    public static string? Missing { get; } = FashionMnist.Find(DataFolders.ForUser()) is not null
        ? null
        : "Fashion-MNIST was not found: put its four files into a folder named by KINDRED_DATA, or run 'kindred datasets get fashion-mnist'.";
}
