using Kindred.Models;
using Kindred.Tests.Datasets;

namespace Kindred.Tests.Models;

/// <summary>Damaged model files, 10,000 of each kind: the same assignments or the documented exception, and little memory.</summary>
public sealed class ModelDamageTests
{
    [Fact]
    public void Damaged_models_with_a_mixture_assign_as_before_or_are_refused() => Damage(SmallModels.Table(), seed: 31);

    [Fact]
    public void Damaged_models_with_a_network_assign_as_before_or_are_refused() => Damage(SmallModels.Images(), seed: 32);

    private static void Damage(KindredModel model, ulong seed)
    {
        var rows = SmallModels.Rows.Slice(0, 5);
        var expected = model.Assign(rows).ToArray();
        var refused = Damages.ReadOrRefuse(SmallModels.Bytes(model), seed, content => Assert.Equal(expected, ModelFile.Read(content).Assign(rows).ToArray()));
        Assert.InRange(refused, Damages.Count / 2, Damages.Count - 1);  // times and the like may change without harm
    }
}
