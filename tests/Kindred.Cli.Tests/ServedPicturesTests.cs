using System.Net;
using Kindred.Cli.Serve;
using Kindred.Runs;

namespace Kindred.Cli.Tests;

/// <summary>The files that <c>kindred serve</c> gives, and all others, which it does not.</summary>
[Collection(ServedRuns.Name)]
public sealed class ServedPicturesTests(ServedRun served) : IDisposable
{
    public void Dispose() => File.Delete(served.Kept);


    [Fact]
    public async Task Pictures_are_given_by_their_number()
    {
        var rows = served.Run.Clusters.Train!;
        for (var place = 0; place < rows.Rows.Length; place += 7)
        {
            var answer = await served.Client.GetAsync($"/items/train/{rows.Rows[place]}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith("image/", answer.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(served.Photos, rows.Names![place])), await answer.Content.ReadAsByteArrayAsync());
        }
    }


    [Theory]
    [InlineData("GET /secret.txt")]
    [InlineData("GET /../secret.txt")]
    [InlineData("GET /items/../../secret.txt")]
    [InlineData("GET /items/train/..%2f..%2fsecret.txt")]
    [InlineData("GET /items/train/%2e%2e/%2e%2e/secret.txt")]
    [InlineData("GET /items/..%5c..%5c/0")]
    [InlineData("GET /items/train/99999999")]
    [InlineData("GET /items/train/-1")]
    [InlineData("GET /items/train/99999999999999999999")]
    [InlineData("GET /run.json")]
    [InlineData("GET /model.kindred")]
    [InlineData("GET //etc/passwd")]
    [InlineData("GET /etc/passwd")]
    [InlineData("GET file:///etc/passwd")]
    public async Task No_other_file_can_be_reached(string request)
    {
        var answer = await served.Raw($"{request} HTTP/1.1\r\nHost: 127.0.0.1:{served.Address.Port}\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 (400|404) ", answer);
        Assert.DoesNotContain("not for anybody", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }


    [Fact]
    public void A_name_that_leads_out_of_the_folder_or_to_no_picture_is_no_item()
    {
        using var folder = new TemporaryFolder();
        var photos = Directory.CreateDirectory(Path.Combine(folder.Path, "photos")).FullName;
        folder.Write("outside.png", "\u0089PNG");
        File.WriteAllText(Path.Combine(photos, "text.png"), "root:x:0:0");
        File.CreateSymbolicLink(Path.Combine(photos, "link.png"), "/etc/passwd");
        string[] names = ["../outside.png", "/etc/passwd", "text.png", "link.png", "gone.png", "photos/../../outside.png"];
        var rows = new ClusteredRows([0, 1, 2, 3, 4, 5], new int[6], new float[6], null, null) { Names = names };
        var pictures = new OriginalPictures(new Run(served.Run.Record, new Datasets.Parts<ClusteredRows>(rows, null, null)), photos);

        Assert.All(Enumerable.Range(0, 6), row => Assert.Null(pictures.Open("train", row)));
    }

    [Fact]
    public async Task What_lies_beside_the_page_is_given_by_its_number()
    {
        Assert.Equal([1, 2, 3], await served.Client.GetByteArrayAsync(new Uri("/report-pictures-0a/0.webp", UriKind.Relative)));
        foreach (var path in new[] { "/report-pictures-0a/1.webp", "/report-pictures-0a/-1.webp", "/report-pictures-0b/0.webp", "/../0.webp", "/report-pictures-0a/../run.json" })
            Assert.Matches("^HTTP/1.1 (400|404) ", await served.Raw($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.Address.Port}\r\nConnection: close\r\n\r\n"));
    }
}
