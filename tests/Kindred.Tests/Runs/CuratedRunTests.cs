using Kindred.Datasets;
using Kindred.Models;
using Kindred.Recipes;
using Kindred.Runs;
using Kindred.Tests.Clustering;
using Kindred.Tests.Recipes;

namespace Kindred.Tests.Runs;

/// <summary>A reader's decisions, carried out.</summary>
public sealed class CuratedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Merges_splits_moves_and_names_come_one_after_the_other()
    {
        var (run, _) = Blobbed();
        var leaf = run.Record.Tree!.ClusterOfLeaf.ToList().IndexOf(0);
        var curated = CuratedRun.Of(run, Decided(
            run,
            new Decision.Rename(1, "Reds"),
            new Decision.Merge([1, 2]),
            new Decision.Split(0, [leaf]),
            new Decision.Move([("train", "5"), ("train", "9")], To: null, ToFreshGroup: true),
            new Decision.Move([("train", "7")], To: null, ToFreshGroup: false),
            new Decision.Rename(5, "Odd ones")));
        var expected = Enumerable.Range(0, run.Clusters.Train!.Clusters.Length).Select(row => row is 5 or 9 ? 5 : row == 7 ? -1
            : run.Details.Leaves.Train![row] == leaf ? 4 : run.Clusters.Train.Clusters[row] is 1 or 2 ? 1 : run.Clusters.Train.Clusters[row]);
        Assert.Equal(expected, curated.Clusters.Train!.Clusters);
        Assert.Equal(("Reds", "Odd ones", "Cluster 3", "No cluster"), (curated.NameOf(1), curated.NameOf(5), curated.NameOf(3), curated.NameOf(-1)));
    }

    [Fact]
    public void The_model_answers_with_the_curated_groups_for_the_same_rows_and_for_new_ones()
    {
        var (run, data) = Blobbed();
        var curated = CuratedRun.Of(run, Decided(run, new Decision.Merge([0, 3]), new Decision.Rename(0, "Both"), new Decision.Move([("train", "11")], To: 2, ToFreshGroup: false)));
        var path = Path.Combine(_folder, "model.kindred");
        curated.Model(run.Model!, data.Train).Save(path);
        var model = KindredModel.Load(path);
        Assert.Equal(curated.Clusters.Train!.Clusters.Select(curated.NameOf), model.Assign(data.Train).Select(item => item.Name));
        var (fresh, _) = Blobs.Draw(groups: 4, rowsEach: 10, columns: 5, seed: 9);
        var merged = run.Model!.Assign(fresh).Select(item => item.Cluster is 0 or 3 ? "Both" : $"Cluster {item.Cluster}");
        Assert.Equal(merged, model.Assign(fresh).Select(item => item.Name));
    }

    [Fact]
    public void Names_alone_change_nothing_but_names()
    {
        var (run, data) = Blobbed();
        var model = CuratedRun.Of(run, Decided(run, new Decision.Rename(2, "Blues"))).Model(run.Model!, data.Train);
        Assert.Same(run.Model!.Clusterer, model.Clusterer);
        Assert.Equal("Blues", model.Names[2]);
    }

    [Fact]
    public void Tags_are_given_and_taken_off_and_change_no_group()
    {
        var (run, _) = Blobbed();
        var path = Path.Combine(_folder, "decisions.json");
        File.WriteAllText(path, $$"""
            {"format":"kindred-decisions","version":1,"run":{"sha256":"{{run.Record.Dataset.Sha256}}","recipe":"{{run.Record.Recipe}}","seed":"{{run.Record.Seed}}"},"decisions":[
              {"do":"tag","items":[{"part":"train","item":"3"},{"part":"train","item":"4"}],"tag":"=odd, \"very\""},
              {"do":"tag","items":[{"part":"train","item":"4"}],"tag":"keep"},
              {"do":"untag","items":[{"part":"train","item":"3"},{"part":"train","item":"9"}],"tag":"=odd, \"very\""}]}
            """);
        var curated = CuratedRun.Of(run, Decisions.Read(path));
        Assert.Equal([("train", "4", "=odd, \"very\""), ("train", "4", "keep")], curated.Tags);
        Assert.Equal(run.Clusters.Train!.Clusters, curated.Clusters.Train!.Clusters);
        var table = Path.Combine(_folder, "tags.csv");
        curated.WriteTags(table);
        Assert.Equal(["item,part,tag", "4,train,\"'=odd, \"\"very\"\"\"", "4,train,keep"], File.ReadAllLines(table));
    }

    [Fact]
    public void What_does_not_fit_the_run_is_refused_with_a_sentence()
    {
        var (run, _) = Blobbed();
        Assert.Contains("group 9", Refused(run, Decided(run, new Decision.Merge([0, 9]))), StringComparison.Ordinal);
        Assert.Contains("gone.png", Refused(run, Decided(run, new Decision.Move([("train", "gone.png")], 0, false))), StringComparison.Ordinal);
        Assert.Contains("part 99999", Refused(run, Decided(run, new Decision.Split(0, [99999]))), StringComparison.Ordinal);
        Assert.Contains("seed 8", Refused(run, Decided(run) with { Seed = 8 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "no whole decisions")]
    [InlineData("[]", "no decisions")]
    [InlineData("""{"format":"kindred-decisions","version":1,"decisions":[]}""", "('run' is missing)")]
    [InlineData("""{"format":"kindred-decisions","version":1,"run":{"sha256":null,"recipe":"a","seed":"1"},"decisions":[]}""", "('sha256' is null)")]
    [InlineData("""{"format":"kindred-decisions","version":1,"run":{"sha256":"0","recipe":"a","seed":"1"},"decisions":[3]}""", "('do' is missing)")]
    [InlineData("""{"format":"kindred-decisions","version":1,"run":{"sha256":"0","recipe":"a","seed":"1"},"decisions":[{"do":"merge","groups":7}]}""", "another kind of value")]
    [InlineData("""{"format":"kindred-decisions","version":2,"run":{"sha256":"0","recipe":"a","seed":"1"},"decisions":[]}""", "version 2")]
    [InlineData("""{"format":"kindred-decisions","version":1,"run":{"sha256":"0","recipe":"a","seed":"1"},"decisions":[{"do":"burn"}]}""", "decision 1")]
    [InlineData("""{"format":"kindred-decisions","version":1,"run":{"sha256":"0","recipe":"a","seed":"1"},"decisions":[{"do":"move","items":[],"to":"away"}]}""", "decision 1")]
    public void A_file_that_holds_no_decisions_is_refused_with_a_sentence(string text, string said)
    {
        var path = Path.Combine(_folder, "decisions.json");
        File.WriteAllText(path, text);
        Assert.Contains(said, Assert.Throws<DataFileException>(() => Decisions.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_become_folders_that_every_system_takes()
    {
        string[] names = ["Boots", "boots", "a/b\\c:d", "..", "con", "  x. ", "", new string('ä', 300)];
        var folders = FolderNames.Of(names);
        Assert.Equal(["Boots", "boots-2", "a_b_c_d", "group-3", "_con", "x", "group-6"], folders[..7]);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(folders[7]), 100, 200);
    }

    private static string Refused(Run run, Decisions decisions) => Assert.Throws<ArgumentException>(() => CuratedRun.Of(run, decisions)).Message;

    private static Decisions Decided(Run run, params Decision[] made) => new(run.Record.Dataset.Sha256, run.Record.Recipe, run.Record.Seed, made);

    private static (Run Run, Dataset Data) Blobbed()
    {
        var (x, _) = Blobs.Draw(groups: 4, rowsEach: 60, columns: 5);
        var data = new Dataset("blobs", "0", new ImageSet(x, ImageShape.OfTable(5)), null, []);
        return (QuickRecipes.KMeans(clusters: 4).Run(data, map: new RowMap()), data);
    }
}
