using System.Globalization;
using Kindred.Fuzz;

// Kindred.Fuzz                         lists the targets
// Kindred.Fuzz TARGET [SECONDS [SEED]] mutates the target's corpus for so long; exits 1 at a finding and keeps the input
// Kindred.Fuzz TARGET FILE             runs the target once on a file, so that a finding can be looked at
// Kindred.Fuzz TARGET --seeds FOLDER   writes the corpus there, for afl-fuzz
// Kindred.Fuzz TARGET --afl            takes inputs from afl-fuzz (the assemblies instrumented by SharpFuzz before: eng/fuzz.sh)
if (args.Length == 0 || !Targets.All.TryGetValue(args[0], out var target))
{
    Console.WriteLine(string.Join('\n', Targets.All.Keys));
    return args.Length == 0 ? 0 : 2;
}

if (args.Length > 1 && args[1] == "--afl")
{
    SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        target.Run(content.ToArray());
    });
    return 0;
}

if (args.Length > 2 && args[1] == "--seeds")
{
    foreach (var (place, whole) in target.Corpus().Index())
        File.WriteAllBytes(Path.Combine(args[2], $"{place}.bin"), whole);
    return 0;
}

if (args.Length > 1 && File.Exists(args[1]))
{
    Targets.IsShown = true;
    Console.WriteLine($"{args[0]}: {args[1]} is {(target.Run(File.ReadAllBytes(args[1])) ? "read" : "refused in a sentence")}.");
    return 0;
}

var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 10;
var seed = args.Length > 2 ? ulong.Parse(args[2], CultureInfo.InvariantCulture) : (ulong)TimeProvider.System.GetTimestamp();
return new MutationLoop(args[0], target).Run(seconds, seed);
