namespace Kindred.Service.Bodies;

/// <summary>A body that is a picture's file.</summary>
internal static class ImageBody
{
    public static async Task<Items> Read(BodyContext body)
    {
        var file = await body.ReadAll();
        if (file.Count == 0)
            throw RefusedException.Broken($"The body is empty. {body.Taken}");
        var name = BodyContext.Plain(body.Request.Query["name"], "image");
        return new Items([name], [await body.Decode(file, name)]);
    }
}
