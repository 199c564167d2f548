using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Runs;

namespace Kindred.Tests.Runs;

public class ClusteredRowsTests
{
    [Fact]
    public void A_mixture_groups_in_one_pass_as_it_predicts_in_three()
    {
        var data = Wardrobe.Load(trainCount: 300, testCount: 90, seed: 1);
        var codes = data.Parts.Select(part => part.Pixels);
        var model = new GaussianMixture { ClusterCount = 3, Covariance = CovarianceKind.Diagonal, Ridge = 1e-3, MaxIterations = 5 }.Fit(codes.Train!);
        var groups = ClusteredRows.Of(data, codes, model);
        foreach (var (rows, part) in new[] { (codes.Train!, groups.Train!), (codes.Test!, groups.Test!) })
        {
            var (labels, probabilities) = (model.Predict(rows), model.PredictProbabilities(rows));
            Assert.Equal(labels, part.Clusters);
            Assert.Equal(labels.Select((label, row) => probabilities[row, label]), part.Probabilities!);
            Assert.Equal(model.LogLikelihood(rows).Select(likelihood => (float)-likelihood), part.Distances);
        }
    }
}
