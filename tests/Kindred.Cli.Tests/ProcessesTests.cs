using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kindred.Datasets;

namespace Kindred.Cli.Tests;

/// <summary><c>mpirun -n N kindred …</c>: the same commands, files and results as one process. Skipped where Open MPI is not installed.</summary>
public sealed class ProcessesTests
{
    [MpiTheory, InlineData(2), InlineData(4)]
    public void K_means_and_assign_leave_the_same_files_for_any_number_of_processes(int size)
    {
        using var folder = new TemporaryFolder();
        var images = Images(folder, 3000);
        var (alone, shared) = (Path.Combine(folder.Path, "alone"), Path.Combine(folder.Path, "shared"));
        var (exit, _, error) = KindredProcess.Run("cluster", images, "-k", "4", "--recipe", "kmeans-pixels", "--out", alone, "--memory", "1MB");
        Assert.True(exit == 0, error);
        (exit, var output, error) = Mpirun(size, "cluster", images, "-k", "4", "--recipe", "kmeans-pixels", "--out", shared);
        Assert.True(exit == 0, error);
        var (one, many) = (Assert.Single(Directory.GetDirectories(alone)), Assert.Single(Directory.GetDirectories(shared)));
        Assert.Equal(File.ReadAllText(Path.Combine(one, "assignments.csv")), File.ReadAllText(Path.Combine(many, "assignments.csv")));
        Assert.Equal(3001, File.ReadAllLines(Path.Combine(one, "assignments.csv")).Length);
        Assert.Single(output.Split('\n'), line => line.StartsWith("Recipe:", StringComparison.Ordinal));
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(many, "run.json")));
        Assert.Equal(size, record.RootElement.GetProperty("streaming").GetProperty("processes").GetInt32());

        (exit, _, error) = Mpirun(size, "assign", many, images, "--out", Path.Combine(folder.Path, "assigned"));
        Assert.True(exit == 0, error);
        Assert.Equal(File.ReadAllText(Path.Combine(many, "assignments.csv")), File.ReadAllText(Path.Combine(folder.Path, "assigned", "assignments.csv")));
    }

    [Fact]
    public void Streamed_k_means_puts_rows_where_it_puts_them_in_memory()
    {
        using var folder = new TemporaryFolder();
        var images = Images(folder, 2000);
        string[] Cluster(string name, params string[] more)
        {
            var (exit, _, error) = KindredProcess.Run(["cluster", images, "-k", "4", "--recipe", "kmeans-pixels", "--out", Path.Combine(folder.Path, name), .. more]);
            Assert.True(exit == 0, error);
            return File.ReadAllLines(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, name))), "assignments.csv"));
        }

        Assert.Equal(Cluster("memory"), Cluster("streamed", "--memory", "1MB"));
    }

    [MpiFact]
    public void The_default_pipeline_has_the_same_bits_on_four_processes()
    {
        using var folder = new TemporaryFolder();
        var images = Images(folder, 4200);  // enough for the search for neighbours to be shared
        var (exit, _, error) = KindredProcess.Run("cluster", images, "-k", "4", "--out", Path.Combine(folder.Path, "alone"));
        Assert.True(exit == 0, error);
        (exit, _, error) = Mpirun(4, "cluster", images, "-k", "4", "--out", Path.Combine(folder.Path, "shared"));
        Assert.True(exit == 0, error);
        string Of(string name) => File.ReadAllText(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, name))), "assignments.csv"));
        Assert.Equal(Of("alone"), Of("shared"));
    }

    [MpiFact]
    [Trait("Category", "Slow")]
    public void A_training_leaves_one_model_and_goes_on_where_it_was()
    {
        using var folder = new TemporaryFolder();
        string[] train = ["train", "dense", "wardrobe", "--batch", "500", "--seed", "2", "--out"];
        var (whole, parts) = (Path.Combine(folder.Path, "whole"), Path.Combine(folder.Path, "parts"));
        var (exit, output, error) = Mpirun(2, [.. train, whole, "--epochs", "2"]);
        Assert.True(exit == 0, error);
        Assert.Single(output.Split('\n'), line => line.StartsWith("Saved in", StringComparison.Ordinal));
        (exit, _, error) = Mpirun(2, [.. train, parts, "--epochs", "1"]);
        Assert.True(exit == 0, error);
        (exit, _, error) = Mpirun(2, "train", "dense", "wardrobe", "--resume", parts, "--epochs", "2");
        Assert.True(exit == 0, error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "model.safetensors")), File.ReadAllBytes(Path.Combine(parts, "model.safetensors")));
    }

    [MpiTheory, InlineData("dense"), InlineData("conv")]
    public void Sums_of_floats_over_processes_are_those_of_one_but_for_rounding(string kind)
    {
        using var folder = new TemporaryFolder();
        string[] train = ["train", kind, Images(folder, 150), "--epochs", "2", "--batch", "45", "--seed", "3", "--out"];
        double[] Losses(string name)
        {
            using var history = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, name, "history.json")));
            return [.. history.RootElement.GetProperty("epochs").EnumerateArray().Select(epoch => epoch.GetProperty("trainingLoss").GetDouble())];
        }

        var (exit, _, error) = KindredProcess.Run([.. train, Path.Combine(folder.Path, "alone")]);
        Assert.True(exit == 0, error);
        foreach (var name in new[] { "shared", "again" })
        {
            (exit, _, error) = Mpirun(3, [.. train, Path.Combine(folder.Path, name)]);
            Assert.True(exit == 0, error);
        }

        Assert.All(Losses("alone").Zip(Losses("shared")), pair => Assert.Equal(1, pair.Second / pair.First, 2e-3));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Path, "shared", "model.safetensors")), File.ReadAllBytes(Path.Combine(folder.Path, "again", "model.safetensors")));
    }

    [MpiFact]
    public void A_contrastive_encoder_is_learned_by_two_processes_to_the_same_bits_in_every_run()
    {
        using var folder = new TemporaryFolder();
        var images = Images(folder, 200);
        string Clustered(string name)
        {
            var (exit, _, error) = Mpirun(2, "cluster", images, "-k", "3", "--steps", "contrastive:epochs=1", "--clusterer", "kmeans", "--out", Path.Combine(folder.Path, name));
            Assert.True(exit == 0, error);
            return File.ReadAllText(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, name))), "assignments.csv"));
        }

        var first = Clustered("first");
        Assert.Equal(201, first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(first, Clustered("again"));
    }

    [MpiFact]
    public void A_contrastive_encoder_trained_by_itself_by_two_processes_is_one_file_of_the_same_bits_in_every_run()
    {
        using var folder = new TemporaryFolder();
        var images = Images(folder, 200);
        byte[] Trained(string name)
        {
            var (exit, output, error) = Mpirun(2, "train", "contrastive", images, "--epochs", "2", "--seed", "3", "--out", Path.Combine(folder.Path, name));
            Assert.True(exit == 0, error);
            Assert.Single(output.Split('\n'), line => line.StartsWith("Saved in", StringComparison.Ordinal));
            return File.ReadAllBytes(Path.Combine(folder.Path, name, "model.safetensors"));
        }

        Assert.Equal(Trained("first"), Trained("again"));
    }

    [MpiFact]
    public void The_more_processes_share_rows_the_less_memory_each_takes()
    {
        using var folder = new TemporaryFolder();
        const int rows = 200_000;
        var images = Images(folder, rows);
        long MostOf(int size, string memory)
        {
            using var job = Start(size, "cluster", images, "-k", "2", "--clusterer", "kmeans:restarts=1:iterations=2", "--memory", memory, "--threads", "1", "--out", Path.Combine(folder.Path, $"{size}"));
            var (output, error) = (job.StandardOutput.ReadToEndAsync(), job.StandardError.ReadToEndAsync());
            var most = 0L;
            while (!job.WaitForExit(TimeSpan.FromMilliseconds(50)))
                most = ProcessesOf(job).Select(PeakBytes).Append(most).Max();
            Assert.True(job.ExitCode == 0, error.Result + output.Result);
            return most;
        }

        var (one, four) = (MostOf(1, "480MB"), MostOf(4, "120MB"));  // enough for all rows together
        Assert.True(one - four > rows * 784L / 2, $"{one >> 20} MiB in one process, {four >> 20} in each of four.");
    }

    [MpiFact]
    public void What_is_wrong_is_told_once_and_ends_all()
    {
        var (exit, _, error) = Mpirun(3, "cluster", "/no/such/file", "-k", "4");
        Assert.NotEqual(0, exit);
        Assert.Single(error.Split('\n'), line => line.Contains("kindred: ", StringComparison.Ordinal));
    }

    [MpiFact]
    public async Task A_process_that_is_killed_ends_the_job_and_leaves_nothing_half_written()
    {
        using var folder = new TemporaryFolder();
        var (images, results) = (Images(folder, 40_000), Path.Combine(folder.Path, "runs"));
        using var job = Start(3, "cluster", images, "-k", "30", "--recipe", "kmeans-pixels", "--out", results);
        var (output, error) = (job.StandardOutput.ReadToEndAsync(), job.StandardError.ReadToEndAsync());
        var rank = RankOne(job);
        rank.Kill();
        Assert.True(job.WaitForExit(TimeSpan.FromSeconds(60)), "The job went on without a process.");
        Assert.NotEqual(0, job.ExitCode);
        Assert.NotEqual(string.Empty, await error + await output);
        Assert.DoesNotContain(Directory.Exists(results) ? Directory.GetFileSystemEntries(results) : [], path => !Path.GetFileName(path).StartsWith('.'));
    }

    [MpiFact]
    public void Processes_that_wait_in_vain_for_another_say_so_and_end()
    {
        string[] launch = ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-x", "KINDRED_MEETING_SECONDS=3"];
        string[] kindred = ["-n", "1", "dotnet", Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll"), "cluster", "/no/such/file", "-k", "4"];
        using var job = Start([.. launch, .. kindred, ":", "-n", "1", "sleep", "600"]);
        var (output, error) = (job.StandardOutput.ReadToEndAsync(), job.StandardError.ReadToEndAsync());
        Assert.True(job.WaitForExit(TimeSpan.FromSeconds(60)), "The job waited on.");
        Assert.NotEqual(0, job.ExitCode);
        Assert.Contains("the 2 processes of this job did not all come within 3 seconds", error.Result + output.Result, StringComparison.Ordinal);
    }

    /// <summary>The process of rank 1 below a job, as soon as it works.</summary>
    private static Process RankOne(Process job)
    {
        for (var attempt = 0; attempt < 300 && !job.HasExited; attempt++)
        {
            foreach (var folder in ProcessesOf(job))
            {
                if (Read(folder, "environ").Contains("\0OMPI_COMM_WORLD_RANK=1\0", StringComparison.Ordinal) && Read(folder, "maps").Contains("libmpi", StringComparison.Ordinal))
                    return Process.GetProcessById(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
            }

            Thread.Sleep(100);
        }

        throw new InvalidOperationException("The job has no process of rank 1.");
    }

    /// <summary>What the system tells of the processes that a job has started, a folder each.</summary>
    private static IEnumerable<string> ProcessesOf(Process job) => Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)
        && Read(path, "environ") is var environment && environment.Contains("OMPI_COMM_WORLD_RANK=", StringComparison.Ordinal)
        && environment.Contains($"KINDRED_TEST_JOB={job.StartInfo.Environment["KINDRED_TEST_JOB"]}", StringComparison.Ordinal));

    /// <summary>The most memory that a process has had.</summary>
    private static long PeakBytes(string folder) => Read(folder, "status").Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is not { } line ? 0
        : 1024 * long.Parse(line.Split(':', ' ', '\t').First(part => part.Length > 0 && char.IsDigit(part[0])), CultureInfo.InvariantCulture);

    /// <summary>Empty where it is another user's, or no more.</summary>
    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static (int ExitCode, string Output, string Error) Mpirun(int size, params string[] arguments)
    {
        using var process = Start(size, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)), "The job did not end.");
        return (process.ExitCode, output.Result, error.Result);
    }

    private static Process Start(int size, params string[] arguments) =>
        Start(["--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", $"{size}", "dotnet", Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll"), .. arguments]);

    private static Process Start(string[] launch)
    {
        var info = new ProcessStartInfo("mpirun", launch)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Remove("KINDRED_DATA");
        info.Environment["KINDRED_TEST_JOB"] = Guid.NewGuid().ToString("N");
        return Process.Start(info)!;
    }

    /// <summary>The drawn clothes, again and again, each time a little brighter, as an IDX file.</summary>
    private static string Images(TemporaryFolder folder, int count)
    {
        var drawn = Wardrobe.Load(trainCount: 500, testCount: 1).Train.Bytes!.Values;
        var values = new byte[count * 784];
        for (var i = 0; i < values.Length; i++)
            values[i] = (byte)Math.Min(255, drawn[i % drawn.Length] + (i / drawn.Length));
        var path = Path.Combine(folder.Path, "images.idx");
        IdxFile.Write(path, [count, 28, 28], values);
        return path;
    }
}
