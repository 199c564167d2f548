using Kindred.Datasets;

namespace Kindred.Service.Bodies;

/// <summary>The items of a request, in the model's shape.</summary>
/// <param name="Names">One an item.</param>
/// <param name="Parts">One after the other.</param>
internal sealed record Items(IReadOnlyList<string> Names, IReadOnlyList<ImageSet> Parts)
{
    /// <summary>What the body of a request holds, whatever it is written as.</summary>
    /// <exception cref="RefusedException">It is nothing that is taken.</exception>
    public static Task<Items> Read(BodyContext body)
    {
        var type = body.MediaType;
        if (type is null)
            throw new RefusedException(415, $"The request does not say what its body is. {body.Taken}");
        if (type.Type.Equals("image", StringComparison.OrdinalIgnoreCase))
            return ImageBody.Read(body);
        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return MultipartBody.Read(body);
        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return JsonBody.Read(body);
        throw new RefusedException(415, $"Bodies of this type are not read. {body.Taken}");
    }
}
