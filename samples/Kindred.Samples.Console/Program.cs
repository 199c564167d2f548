using Kindred.Datasets;
using Kindred.Models;
using Kindred.Recipes;

// dotnet run --project samples/Kindred.Samples.Console [-- folder of pictures]
var data = DatasetCatalog.Open(args is [var folder, ..] ? folder : "wardrobe", new DatasetOptions { Images = new() { Size = new(28, 28), Channels = 1 } });

// learn: edges, principal components, communities of the graph of neighbours
var run = RecipeCatalog.Create("hog-leiden", seed: 1, data, clusterCount: 10).Run(data);
foreach (var stage in run.Record.Stages)
    Console.WriteLine($"{stage.Seconds,7:0.00} s  {stage.Name}");

// keep: one file with everything that assigning takes
var path = Path.Combine(Directory.CreateTempSubdirectory("kindred-sample-").FullName, KindredModel.FileName);
run.Model!.WithNames(new Dictionary<int, string> { [0] = "First group" }).Save(path);

// load and assign, here or in any other program
var model = KindredModel.Load(path);
var items = model.Assign(data.Test ?? data.Train);
foreach (var (name, size) in model.Names.Zip(items.Sizes))
    Console.WriteLine($"{size,7}    {name}");
Console.WriteLine($"{items.UnusualCount} of {items.Count} are unlike anything the model was made from.");
Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
