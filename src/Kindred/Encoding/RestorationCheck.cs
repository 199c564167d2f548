using System.Globalization;
using System.Text.Json.Serialization;

namespace Kindred.Encoding;

/// <summary>Whether an autoencoder learned anything, seen without labels: the share of the variance of watched rows that it restores.</summary>
/// <remarks>
/// The rule, and its reasons. Of the watched rows, those held out where there are any, m² is the mean squared error of restoring each by the mean
/// of the training rows, and 1 − error / m² the share of their variance that is restored. A network starts near 0 (<see cref="EncoderDecoder"/>), and
/// falls back to it, or below, where its sigmoids saturate, whatever its codes look like: their spread is no sign, dead networks had more of it.
/// <list type="number">
/// <item>No more than <see cref="Nothing"/> after <see cref="StepsToJudge"/> steps, or when early stopping ends it before: it is begun once more, with
/// other starting values. Networks that learned at all restored a quarter by then.</item>
/// <item>At the end below the share that two principal components of the same training rows restore (one, where a code is one number): the encoder
/// <see cref="Failed"/>. The components cost seconds, so codes that say less are worth nothing; who asked for them is to be told, and given
/// components instead.</item>
/// </list>
/// </remarks>
public sealed record RestorationCheck
{
    /// <summary>After how many steps a network that learns has restored something.</summary>
    public const int StepsToJudge = 300;

    /// <summary>What a network restores that has not left the mean row.</summary>
    public const double Nothing = 0.02;

    /// <summary>How often a training is begun at most.</summary>
    public const int MostStarts = 2;

    /// <summary>Below this the rows are all alike: rounding.</summary>
    private const double NoVariance = 1e-10;

    /// <summary>Whether the watched rows were held out; else they are those that the network learned from.</summary>
    public required bool HeldOut { get; init; }

    /// <summary>m²: the mean squared error of restoring every watched row by the mean of the training rows.</summary>
    public required double MeanRowError { get; init; }

    /// <summary>The share of m² that the network restores, with the weights it has now; at most 1, negative where it is worse than the mean row.</summary>
    public required double ExplainedVariance { get; init; }

    /// <summary>The share of m² that principal components of the training rows restore, at most <see cref="Components"/>.</summary>
    public required double ExplainedByComponents { get; init; }

    /// <summary>How many components it is compared with.</summary>
    public required int Components { get; init; }

    /// <summary>How often the training was begun; 2 where the first start had learned nothing.</summary>
    public required int Starts { get; init; }

    /// <summary>Whether the rows are all alike, so that there was nothing to learn.</summary>
    [JsonIgnore]
    public bool IsConstant => !(MeanRowError > NoVariance);

    /// <summary>Whether the codes are not to be used: see the rule.</summary>
    [JsonIgnore]
    public bool Failed => IsConstant || !(ExplainedVariance > 0 && ExplainedVariance >= ExplainedByComponents);

    /// <summary>The outcome as a sentence, for whoever reads the run.</summary>
    public string Describe()
    {
        if (IsConstant)
            return "The encoder failed: the rows are all alike, so there was nothing to learn.";
        var rows = HeldOut ? "rows held out" : "the rows it learned from";
        var shares = string.Create(
            CultureInfo.InvariantCulture,
            $"restores {ExplainedVariance:P0} of the variance of {rows}, {Components} principal component{(Components == 1 ? "" : "s")} {ExplainedByComponents:P0}");
        var starts = Starts > 1 ? $" after {Starts} starts" : "";
        return Failed ? $"The encoder failed{starts}: it {shares}." : $"The encoder {shares}{starts}.";
    }

    /// <summary>1 − error / m²; 0 where the rows are all alike.</summary>
    internal static double Share(double error, double meanRowError) => meanRowError > NoVariance ? 1 - (error / meanRowError) : 0;
}
