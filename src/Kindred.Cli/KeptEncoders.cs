using Kindred.Recipes;

namespace Kindred.Cli;

/// <summary>Where networks that train long are kept until the runs that need them are written: a command that was killed goes on from there when it is given again.</summary>
internal static class KeptEncoders
{
    private const string FolderName = "networks-in-training";

    /// <summary>Encoders of <paramref name="recipes"/>, kept in a folder below <paramref name="results"/> where one of them trains long; those that train for a minute are not worth the writing.</summary>
    public static EncoderCache In(string results, IReadOnlyList<string> recipes) =>
        new(recipes.Except(RecipeCatalog.UsualNames).Any() ? Path.Combine(results, FolderName) : null);
}
