using Microsoft.AspNetCore.Http;

namespace Kindred.Service;

/// <summary>A request that is not answered, and why, as a sentence for whoever sent it.</summary>
internal sealed class RefusedException(int status, string sentence, Exception? cause = null) : Exception(sentence, cause)
{
    public int Status { get; } = status;

    /// <summary>Seconds after which it may be tried again; null where that would not help.</summary>
    public int? RetryAfter { get; private init; }

    public static RefusedException Busy() => new(StatusCodes.Status429TooManyRequests, "More is asked at the moment than can be answered; come again in a second.") { RetryAfter = 1 };

    public static RefusedException TooMany(int most) =>
        new(StatusCodes.Status413PayloadTooLarge, $"A request may hold {most} images or rows; send more in several requests.");

    public static RefusedException Broken(string sentence, Exception? cause = null) => new(StatusCodes.Status400BadRequest, sentence, cause);

    public static RefusedException Unfit(string sentence, Exception? cause = null) => new(StatusCodes.Status422UnprocessableEntity, sentence, cause);
}
