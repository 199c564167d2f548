using Kindred.Datasets;
using Kindred.Models;
using Kindred.Numerics.Distribution;
using Kindred.Runs;

namespace Kindred.Selection;

/// <summary>What the first process learned alone, at all of them.</summary>
internal static class SharedModel
{
    /// <summary>The run of the first process; at the others one that has its model alone, with the same bits.</summary>
    public static Run OfFirst(Run? run, ICommunicator communicator, Dataset sample)
    {
        if (communicator.Size == 1)
            return run!;
        var folder = Directory.CreateTempSubdirectory("kindred-");
        try
        {
            var path = Path.Combine(folder.FullName, KindredModel.FileName);
            run?.Model!.Save(path);
            communicator.AwaitFirst();
            long[] length = [run is null ? 0 : new FileInfo(path).Length];
            communicator.Broadcast<long>(length, root: 0);
            var bytes = run is null ? new byte[length[0]] : File.ReadAllBytes(path);
            communicator.Broadcast(bytes, root: 0);
            if (run is not null)
                return run;
            File.WriteAllBytes(path, bytes);
            var model = KindredModel.Load(path);
            var clock = new StageClock();
            var clusters = ClusteredRows.Of(sample, sample.Parts.Select(model.Assign));
            return Run.Of(new RunOrigin(model.Origin.Recipe, string.Empty, model.Origin.Seed, model.Origin.Settings), sample, clock, clusters, model.Clusterer, model.Steps) with { Model = model };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
