using System.Net;
using System.Text.Json.Nodes;
using Kindred.Models;
using Kindred.Runs;

namespace Kindred.Service.Tests;

/// <summary>What each address answers.</summary>
[Collection(ServiceTests.Name)]
public sealed class EndpointTests(Models models) : IAsyncLifetime
{
    private Served _served = null!;

    public async Task InitializeAsync() => _served = await Served.Start(models.Leiden);

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task A_picture_is_told_its_cluster()
    {
        var expected = KindredModel.Load(models.Leiden).Assign(models.Images)[0];

        var item = Assert.Single(await Served.Items(await _served.PostPng(Pictures.Png(models.Images, 0), "assign?name=shoe%2F1.png")))!;

        Assert.Equal("shoe/1.png", item["item"]!.GetValue<string>());
        Assert.Equal(expected, Read(item));
    }

    [Fact]
    public async Task A_form_of_pictures_is_told_in_order_by_the_names_of_the_uploads()
    {
        var expected = KindredModel.Load(models.Leiden).Assign(models.Images);
        var items = await Served.Items(await _served.PostForm(Enumerable.Range(0, 7).Select(i => ($"picture {i}.png", Pictures.Png(models.Images, i)))));

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"picture {i}.png"), items.Select(item => item!["item"]!.GetValue<string>()));
        Assert.Equal(expected.Take(7), items.Select(item => Read(item!)));
    }

    [Fact]
    public async Task Rows_of_numbers_are_told_in_order()
    {
        var model = KindredModel.Load(models.Leiden);
        var rows = new JsonArray([.. Enumerable.Range(0, 3).Select(i => new JsonArray([.. models.Images.Pixels.Row(i).ToArray().Select(value => JsonValue.Create(value))]))]);

        var items = await Served.Items(await _served.PostJson(new JsonObject { ["rows"] = rows }.ToJsonString()));

        Assert.Equal(["0", "1", "2"], items.Select(item => item!["item"]!.GetValue<string>()));
        Assert.Equal(model.Assign(models.Images).Take(3), items.Select(item => Read(item!)));
    }

    [Fact]
    public async Task The_nearest_of_the_run_are_found()
    {
        var model = KindredModel.Load(models.Leiden);
        var run = RunFolder.ReadWhole(Path.GetDirectoryName(models.Leiden)!);
        var kept = KeptItems.Of(run, model)!;
        var expected = model.Find(models.Images.Slice(0, 1), kept.Codes, 7);

        var item = Assert.Single(await Served.Items(await _served.PostPng(Pictures.Png(models.Images, 0), "find?count=7")))!;

        var nearest = item["nearest"]!.AsArray();
        Assert.Equal(expected.Indices(0).ToArray().Select(i => kept.Names[i]), nearest.Select(near => near!["item"]!.GetValue<string>()));
        Assert.Equal(expected.Distances(0).ToArray(), nearest.Select(near => near!["distance"]!.GetValue<float>()));
        Assert.Equal(expected.Indices(0).ToArray().Select(i => kept.Clusters[i]), nearest.Select(near => near!["cluster"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_picture_of_the_run_finds_itself()
    {
        var item = Assert.Single(await Served.Items(await _served.PostPng(Pictures.Png(models.Data.Train, 5), "find?count=1")))!;
        Assert.InRange(item["nearest"]![0]!["distance"]!.GetValue<float>(), 0, 1e-6f);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("51")]
    [InlineData("many")]
    [InlineData("99999999999999999999")]
    public async Task So_many_are_not_found(string count) =>
        Assert.Contains("1 to 50", await Served.Refusal(await _served.PostPng(Pictures.Png(models.Images, 0), $"find?count={count}"), HttpStatusCode.BadRequest), StringComparison.Ordinal);

    [Fact]
    public async Task Without_the_items_of_a_run_nothing_is_found_and_why_is_said()
    {
        await using var alone = await Served.Start(models.Alone(models.Leiden));
        Assert.Contains("folder of its run", await Served.Refusal(await alone.PostPng(Pictures.Png(models.Images, 0), "find"), HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Single(await Served.Items(await alone.PostPng(Pictures.Png(models.Images, 0))));
    }

    [Fact]
    public async Task The_model_is_described()
    {
        var json = JsonNode.Parse(await _served.Client.GetStringAsync(new Uri("model", UriKind.Relative)))!;
        var model = KindredModel.Load(models.Leiden);

        Assert.Equal(784, json["columns"]!.GetValue<int>());
        Assert.True(json["finds"]!.GetValue<bool>());
        Assert.Equal(model.Names, json["clusters"]!.AsArray().Select(cluster => cluster!["name"]!.GetValue<string>()));
        Assert.Equal(("hog-leiden", "1", 600), (json["origin"]!["recipe"]!.GetValue<string>(), json["origin"]!["seed"]!.GetValue<string>(), json["origin"]!["rows"]!.GetValue<int>()));
        Assert.Equal(KindredTelemetry.Version, json["version"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_says_that_it_is_well_and_what_it_did()
    {
        await _served.PostPng(Pictures.Png(models.Images, 0));

        Assert.Equal("ok", await _served.Client.GetStringAsync(new Uri("healthz", UriKind.Relative)));
        var metrics = await _served.Client.GetStringAsync(new Uri("metrics", UriKind.Relative));
        Assert.Matches("(?m)^kindred_assign_items_total\\S* [1-9]", metrics);
        Assert.Matches("(?m)^kindred_service_waiting\\S* 0", metrics);
        Assert.Matches("(?m)^http_server_request_duration_seconds_count\\{.*http_route=\"/assign\"", metrics);
    }

    [Fact]
    public async Task It_is_described_for_programs()
    {
        var json = JsonNode.Parse(await _served.Client.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative)))!;
        Assert.Equal("Kindred", json["info"]!["title"]!.GetValue<string>());
        foreach (var path in (string[])["/assign", "/find"])
        {
            var post = json["paths"]![path]!["post"]!;
            Assert.Equal(["application/json", "image/*", "multipart/form-data"], post["requestBody"]!["content"]!.AsObject().Select(content => content.Key).Order(StringComparer.Ordinal));
            Assert.Contains("429", post["responses"]!.AsObject().Select(response => response.Key));
        }

        Assert.NotNull(json["paths"]!["/model"]!["get"]);
    }

    [Theory]
    [InlineData("GET", "nothing", 404)]
    [InlineData("GET", "assign", 405)]
    [InlineData("POST", "model", 405)]
    [InlineData("GET", "../etc/passwd", 404)]
    [InlineData("GET", "..%2f..%2fetc%2fpasswd", 404)]
    [InlineData("GET", "model.kindred", 404)]
    [InlineData("GET", "run.json", 404)]
    [InlineData("GET", "openapi/..%2f..%2frun.json", 404)]
    public async Task Nothing_else_is_there(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        await Served.Refusal(await _served.Client.SendAsync(request), (HttpStatusCode)status);
    }

    [Fact]
    public async Task Large_pictures_of_other_kinds_and_colours_are_brought_to_the_model()
    {
        using var folder = new Cli.Tests.TemporaryFolder();
        var file = Pictures.Plain(333, 777, new SkiaSharp.SKColor(200, 30, 90));
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "a.png"), file);
        var model = KindredModel.Load(models.Leiden);
        var expected = model.Assign(Datasets.DatasetCatalog.Open(folder.Path, model.Input.Options()).Train)[0];

        Assert.Equal(expected, Read(Assert.Single(await Served.Items(await _served.PostPng(file)))!));
    }

    [Theory]
    [InlineData("hog-leiden")]
    [InlineData("kmeans-pixels")]
    [InlineData("pca-gmm")]
    [InlineData("knn-leiden")]
    public async Task Numbers_beyond_all_that_was_seen_are_unusual_or_refused_but_no_fault(string recipe)
    {
        await using var served = await Served.Start(models.Kept(recipe));
        foreach (var value in (string[])["3e38", "-3e38", "1e25", "-1e10", "1e-40"])
        {
            using var answer = await served.PostJson($"{{\"rows\":[[{string.Join(',', Enumerable.Range(0, 784).Select(i => i % 2 == 0 ? value : "0"))}]]}}");
            if (answer.StatusCode == HttpStatusCode.OK)
                Assert.True(value == "1e-40" || Assert.Single(await Served.Items(answer))!["unusual"]!.GetValue<bool>() || recipe == "hog-leiden");  // edges are compared by their directions alone
            else
                await Served.Refusal(answer, HttpStatusCode.UnprocessableEntity);
        }

        Assert.Empty(served.Log.Faults);
    }

    [Fact]
    public async Task A_model_behind_an_encoder_takes_pictures_where_the_encoder_is_here()
    {
        using var encoder = new BandsEncoder();
        var embedded = Encoding.PictureEncoding.Embed(models.Data, encoder);
        var model = Recipes.RecipeCatalog.Create("embedding-leiden", 1, embedded, clusterCount: 3).Run(embedded).Model!;
        using var folder = new Cli.Tests.TemporaryFolder();
        var path = Path.Combine(folder.Path, KindredModel.FileName);
        model.Save(path);
        var expected = model.Assign(embedded.Embedded().Test!);

        await using var with = await Served.Start(path, new ServiceSettings { OpenEncoder = _ => encoder });
        await using var without = await Served.Start(path);

        for (var i = 0; i < 20; i++)
            Assert.Equal(expected[i], Read(Assert.Single(await Served.Items(await with.PostPng(Pictures.Png(models.Images, i))))!));
        Assert.Contains("bands is not on this machine", await Served.Refusal(await without.PostPng(Pictures.Png(models.Images, 0)), HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
        Assert.Single(await Served.Items(await without.PostJson("{\"rows\":[[1,2,3,4]]}")));
    }

    internal static Assignment Read(JsonNode item) => new(
        item["cluster"]!.GetValue<int>(), item["name"]!.GetValue<string>(), item["probability"]?.GetValue<float>(), item["distance"]?.GetValue<float>() ?? float.PositiveInfinity, item["unusual"]!.GetValue<bool>());
}
