using Kindred.Models;
using Kindred.Tests.Datasets;

namespace Kindred.Tests.Models;

/// <summary>Damaged model files, thousands at every test and ten thousand in the slow ones: the same assignments or the documented exception, and little memory.</summary>
public sealed class ModelDamageTests
{
    private const int Few = 1500;

    [Fact]
    public void Damaged_models_with_a_mixture_assign_as_before_or_are_refused() => Damage(SmallModels.Table(), seed: 31, Few);

    [Fact]
    public void Damaged_models_with_a_network_assign_as_before_or_are_refused() => Damage(SmallModels.Images(), seed: 32, Few);

    [Fact, Trait("Category", "Slow")]
    public void Ten_thousand_damaged_models_with_a_mixture_assign_as_before_or_are_refused() => Damage(SmallModels.Table(), seed: 131, Damages.Count);

    [Fact, Trait("Category", "Slow")]
    public void Ten_thousand_damaged_models_with_a_network_assign_as_before_or_are_refused() => Damage(SmallModels.Images(), seed: 132, Damages.Count);

    private static void Damage(KindredModel model, ulong seed, int count)
    {
        var rows = SmallModels.Rows.Slice(0, 5);
        var expected = model.Assign(rows).ToArray();
        var refused = Damages.ReadOrRefuse(SmallModels.Bytes(model), seed, content => Assert.Equal(expected, ModelFile.Read(content).Assign(rows).ToArray()), count);
        Assert.InRange(refused, count / 2, count - 1);  // times and the like may change without harm
    }
}
