using System.Globalization;
using Kindred.Datasets;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Kindred.Service.Bodies;

/// <summary>A form with pictures' files (RFC 7578), read part by part in memory.</summary>
internal static class MultipartBody
{
    private const int LongestBoundary = 70;  // RFC 2046, 5.1.1

    public static async Task<Items> Read(BodyContext body)
    {
        var boundary = HeaderUtilities.RemoveQuotes(body.MediaType!.Boundary).Value;
        if (string.IsNullOrWhiteSpace(boundary) || boundary.Length > LongestBoundary)
            throw RefusedException.Broken($"The form does not say what stands between its parts: a boundary of 1 to {LongestBoundary} characters is needed in Content-Type.");
        var form = await body.ReadAll();
        try
        {
            using var stream = new MemoryStream(form.Array!, form.Offset, form.Count, writable: false);
            return await Read(new MultipartReader(boundary, stream), body);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            throw RefusedException.Broken("The form is damaged or cut short: each part needs headers, an empty line and its content, and the boundary with two hyphens behind it ends the last.", broken);
        }
    }

    private static async Task<Items> Read(MultipartReader reader, BodyContext body)
    {
        var (names, parts) = (new List<string>(), new List<ImageSet>());
        while (await reader.ReadNextSectionAsync(body.Cancellation) is { } section)
        {
            if (parts.Count == body.Settings.MostItems)
                throw RefusedException.TooMany(body.Settings.MostItems);
            using var file = new MemoryStream();
            await section.Body.CopyToAsync(file, body.Cancellation);
            var name = NameOf(section, parts.Count);
            if (file.Length == 0)
                throw RefusedException.Unfit($"{name}: the file is empty; an image is needed.");
            names.Add(name);
            parts.Add(await body.Decode(file.GetBuffer().AsMemory(0, (int)file.Length), name));
        }

        return parts.Count > 0 ? new Items(names, parts) : throw RefusedException.Broken($"The form holds no pictures. {body.Taken}");
    }

    private static string NameOf(MultipartSection section, int place)
    {
        var disposition = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var parsed) ? parsed : null;
        var given = disposition?.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition?.FileName ?? default).Value ?? HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value;
        return BodyContext.Plain(given, place.ToString(CultureInfo.InvariantCulture));
    }
}
