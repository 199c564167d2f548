using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>How far clusters came again in random parts of the rows.</summary>
/// <param name="Overall">The mean adjusted Rand index over the parts, at most 1, about 0 by chance.</param>
/// <param name="OfCluster">Of every cluster the mean over the parts of |A ∩ B| / |A ∪ B| with the new cluster most like it, in [0, 1];
/// NaN where no part held a row of it. Above 0.75 a cluster is taken to be there, below 0.6 it is not to be trusted (Hennig 2008, doi:10.1016/j.jmva.2007.07.002).</param>
/// <param name="Parts">Parts that were drawn.</param>
/// <param name="Draws">Of every row in a cluster, in how many parts it was; 0 for rows in none.</param>
/// <param name="Returns">In how many of these it was in the new cluster that matches its own best, one to one.</param>
public sealed record Stability(double Overall, ValueList<double> OfCluster, int Parts, ValueList<int> Draws, ValueList<int> Returns);
