using Kindred.Reporting;

namespace Kindred.Cli.Serve;

/// <summary>A run's report as a server gives it: the same page, told that there is a server to keep decisions, and allowed to talk to that one alone.</summary>
internal static class ServedPage
{
    private const int Head = 4096;

    private static ReadOnlySpan<byte> Before => "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"u8;

    private static ReadOnlySpan<byte> After => "<meta name=\"kindred-served\" content=\"1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src 'self';"u8;

    /// <exception cref="InvalidDataException">The folder has no report, or one of an older version.</exception>
    public static byte[] Read(string folder)
    {
        var path = Path.Combine(folder, RunReport.FileName);
        if (!File.Exists(path))
            throw new InvalidDataException($"{folder} has no {RunReport.FileName}; 'kindred report {folder}' draws it.");
        var page = File.ReadAllBytes(path);
        var place = page.AsSpan(0, Math.Min(Head, page.Length)).IndexOf(Before);
        return place >= 0 ? [.. page[..place], .. After, .. page[(place + Before.Length)..]]
            : throw new InvalidDataException($"{path} is not a report that can be served; 'kindred report {folder}' draws it again.");
    }
}
