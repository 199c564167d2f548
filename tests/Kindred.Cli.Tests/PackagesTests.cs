using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;

namespace Kindred.Cli.Tests;

/// <summary>The packages hold what people look for, and an empty project and an empty folder need nothing else.</summary>
public sealed class PackagesTests(PackagesTests.Feed feed) : IClassFixture<PackagesTests.Feed>
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    public static TheoryData<string> Libraries => [.. Ids];

    private static string[] Ids => ["Kindred.Numerics", "Kindred.Networks", "Kindred", "Kindred.Onnx", "Kindred.Service", "Kindred.Extensions.AI", "Kindred.MachineLearning"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_its_documentation_symbols_readme_icon_and_licence(string id)
    {
        using var package = ZipFile.OpenRead(feed.Package(id));
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(feed.Package(id), "snupkg"));
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Contains($"lib/net10.0/{id}.dll", names);
        Assert.Contains($"lib/net10.0/{id}.xml", names);
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{id}.pdb");
        Described(package);
        Assert.DoesNotContain(names, name => name.EndsWith(".resources.dll", StringComparison.Ordinal));
    }

    [Fact]
    public void The_tool_has_the_libraries_of_the_systems_people_have_and_no_others()
    {
        using var package = ZipFile.OpenRead(feed.Package("Kindred.Tool"));
        Described(package);
        string[] systems = [.. package.Entries.Select(entry => entry.FullName).Where(name => name.Contains("/runtimes/", StringComparison.Ordinal)).Select(name => name.Split("/runtimes/")[1].Split('/')[0]).Distinct().Order(StringComparer.Ordinal)];
        foreach (var system in (string[])["linux-x64", "linux-arm64", "win-x64", "osx-arm64"])
            Assert.Contains(system, systems);
        Assert.DoesNotContain(systems, system => system.Contains("android", StringComparison.Ordinal) || system.Contains("ios", StringComparison.Ordinal) || system.Contains("riscv", StringComparison.Ordinal));
        Assert.DoesNotContain(package.Entries, entry => entry.FullName.EndsWith(".resources.dll", StringComparison.Ordinal));
    }

    [Fact]
    public void The_readmes_lines_run_in_an_empty_project()
    {
        using var folder = new TemporaryFolder();
        folder.Write("nuget.config", feed.Settings(folder.Path));
        folder.Write("empty.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup>{string.Concat(Ids.Select(id => $"<PackageReference Include=\"{id}\" Version=\"{feed.Version}\" />"))}</ItemGroup>
            </Project>
            """);
        folder.Write("Program.cs", Program());
        var (exit, output) = Run(folder.Path, "dotnet", "run", "-c", "Release");
        Assert.True(exit == 0, output);
        Assert.Contains("a number in [0, 1): 0.", output, StringComparison.Ordinal);
        Assert.Contains("accuracy 0.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_installs_into_an_empty_folder_and_groups()
    {
        using var folder = new TemporaryFolder();
        folder.Write("nuget.config", feed.Settings(folder.Path));
        var (installed, said) = Run(folder.Path, "dotnet", "tool", "install", "Kindred.Tool", "--version", feed.Version, "--tool-path", "tools");
        Assert.True(installed == 0, said);
        var kindred = Path.Combine(folder.Path, "tools", OperatingSystem.IsWindows() ? "kindred.exe" : "kindred");
        var (exit, version) = Run(folder.Path, kindred, "--version");
        Assert.True(exit == 0 && version.StartsWith(feed.Version, StringComparison.Ordinal), version);
        (exit, said) = Run(folder.Path, kindred, "run", "--recipe", "kmeans-pixels");
        Assert.True(exit == 0, said);
        Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "runs"), "report.html", SearchOption.AllDirectories));
    }

    private static void Described(ZipArchive package)
    {
        foreach (var file in (string[])["readme.md", "icon.png"])
            Assert.NotNull(package.GetEntry(file));
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var facts = XDocument.Load(stream).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName);
        Assert.Equal(("MIT", "readme.md", "icon.png"), (facts["license"].Value, facts["readme"].Value, facts["icon"].Value));
        Assert.True(facts["description"].Value.Length > 40 && facts["tags"].Value.Contains(' ', StringComparison.Ordinal));
        Assert.Equal(40, facts["repository"].Attribute("commit")!.Value.Length);
    }

    /// <summary>The lines of all readmes, each in a block of its own; what needs a file that is not there is compiled only.</summary>
    private static string Program()
    {
        var (usings, blocks) = (new SortedSet<string>(StringComparer.Ordinal), new StringBuilder());
        foreach (var id in Ids)
        {
            string[] lines = [.. File.ReadLines(Path.Combine(Root(), "src", id, "readme.md")).SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```")];
            Assert.True(lines.Length > 3, $"The readme of {id} shows no code.");
            bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains(" var ", StringComparison.Ordinal);
            usings.UnionWith(lines.Where(IsUsing));
            blocks.AppendLine(id is not ("Kindred.Numerics" or "Kindred.Networks" or "Kindred") ? "if (args.Length > 0)" : string.Empty).AppendLine("{").AppendJoin('\n', lines.Where(line => !IsUsing(line))).AppendLine().AppendLine("}");
        }

        return $"{string.Join('\n', usings)}\n{blocks}";
    }

    private static (int Exit, string Output) Run(string folder, string file, params string[] arguments)
    {
        var info = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name is "KINDRED_DATA" or "CI").ToList())
            info.Environment.Remove(name);  // the test's own build must not decide this one
        using var process = Process.Start(info)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)), "The command did not end.");
        return (process.ExitCode, output.Result + error.Result);
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));

    /// <summary>A folder of packages as 'dotnet pack' makes them of what is built.</summary>
    public sealed class Feed : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Feed()
        {
            var (exit, output) = Run(Root(), "dotnet", "pack", "Kindred.slnx", "-c", Configuration, "--no-build", "--nologo", "-o", _folder.Path);
            Assert.True(exit == 0, output);
            Version = Path.GetFileNameWithoutExtension(Directory.GetFiles(_folder.Path, "Kindred.Tool.*.nupkg").Single())["Kindred.Tool.".Length..];
        }

        public string Version { get; }

        public string Package(string id) => Path.Combine(_folder.Path, $"{id}.{Version}.nupkg");

        /// <summary>Takes our packages from here alone and unpacks them beside the project; those of others come from where this machine has them.</summary>
        public string Settings(string folder) => $"""
            <configuration>
              <packageSources><add key="here" value="{_folder.Path}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(folder, "packages")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")}" /></fallbackPackageFolders>
            </configuration>
            """;

        public void Dispose() => _folder.Dispose();
    }
}
