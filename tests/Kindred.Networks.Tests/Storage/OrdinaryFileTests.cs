using System.Diagnostics;
using System.Net.Sockets;
using Kindred.Networks.Storage;

namespace Kindred.Networks.Tests.Storage;

/// <summary>Where there are named pipes: not on Windows.</summary>
public sealed class OrdinaryFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_can_be_read_is_told_from_what_may_never_end()
    {
        if (OperatingSystem.IsWindows())
            return;
        var (file, pipe, socket) = (In("file"), In("pipe"), In("socket"));
        File.WriteAllText(file, "text");
        Process.Start("mkfifo", pipe).WaitForExit();
        using var listening = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listening.Bind(new UnixDomainSocketEndPoint(socket));
        foreach (var (name, target) in new[] { ("to-pipe", pipe), ("to-zero", "/dev/zero"), ("to-file", file), ("to-nothing", In("none")), ("to-itself", In("to-itself")) })
            File.CreateSymbolicLink(In(name), target);

        Assert.Equal((PathKind.File, PathKind.Pipe, PathKind.Socket), (OrdinaryFile.KindOf(file), OrdinaryFile.KindOf(pipe), OrdinaryFile.KindOf(socket)));
        Assert.Equal((PathKind.Device, PathKind.Folder), (OrdinaryFile.KindOf("/dev/zero"), OrdinaryFile.KindOf(_folder)));
        Assert.Equal((PathKind.Pipe, PathKind.Device, PathKind.File), (OrdinaryFile.KindOf(In("to-pipe")), OrdinaryFile.KindOf(In("to-zero")), OrdinaryFile.KindOf(In("to-file"))));
        Assert.Equal((PathKind.Missing, PathKind.Missing), (OrdinaryFile.KindOf(In("to-nothing")), OrdinaryFile.KindOf(In("to-itself"))));
        foreach (var (path, kind) in new[] { (pipe, "a named pipe"), (In("to-pipe"), "a named pipe"), (socket, "a socket"), (In("to-zero"), "a device"), (_folder, "a folder") })
            Assert.Contains($"{path} is {kind}", Assert.Throws<NoOrdinaryFileException>(() => OrdinaryFile.Open(path)).Message, StringComparison.Ordinal);
        Assert.Equal("text", OrdinaryFile.ReadText(In("to-file")));
        Assert.Throws<NoOrdinaryFileException>(() => SafeTensors.Load(pipe));

        string In(string name) => Path.Combine(_folder, name);
    }
}
