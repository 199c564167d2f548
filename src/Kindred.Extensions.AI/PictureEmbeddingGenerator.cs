using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Numerics;
using Microsoft.Extensions.AI;

namespace Kindred.Extensions.AI;

/// <summary>A model's steps as a generator of embeddings: pictures → the rows that the model's clusters lie among. Safe to share between threads; the same picture gives the same bits.</summary>
public sealed class PictureEmbeddingGenerator : IEmbeddingGenerator<Picture, Embedding<float>>
{
    /// <summary>Pictures that go through the steps together; results do not depend on it.</summary>
    private const int AtOnce = 256;

    private readonly KindredModel _model;
    private readonly IPictureEncoder? _encoder;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <param name="model">Whose steps are used, with none: pixels in the model's shape, from 0 to 1.</param>
    /// <param name="encoder">The network that the model's rows come from, where <see cref="ModelInput.Encoder"/> names one; the caller's to dispose of.</param>
    /// <exception cref="ArgumentException">The model takes no pictures, or those of another encoder.</exception>
    public PictureEmbeddingGenerator(KindredModel model, IPictureEncoder? encoder = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Input.Encoder is { } wanted && wanted.Sha256 != encoder?.Identity.Sha256)
            throw new ArgumentException($"The model compares what {wanted.Name} makes of pictures; {(encoder is null ? "that encoder is needed, too" : $"{encoder.Identity.Name} is another encoder")}. {wanted.Source}".TrimEnd(), nameof(encoder));
        if (model.Input.Encoder is null && !model.Input.TakesPictures)
            throw new ArgumentException($"The model takes rows of {Amount.Of(model.Input.Columns, "number")}, no pictures.", nameof(model));
        (_model, _encoder) = (model, model.Input.Encoder is null ? null : encoder);
        _metadata = new EmbeddingGeneratorMetadata("kindred", providerUri: null, model.Origin.Recipe.Length > 0 ? model.Origin.Recipe : null, model.Clusterer.Columns);
    }

    /// <summary>A vector a picture, in their order.</summary>
    /// <exception cref="ArgumentException">Other dimensions are asked for than the model gives.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<Picture> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } asked && asked != _model.Clusterer.Columns)
            throw new ArgumentException($"The model gives {Amount.Of(_model.Clusterer.Columns, "dimension")}; {asked} are asked for.", nameof(options));
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var pictures in values.Chunk(AtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var codes = _model.Encode(Rows(pictures));
            for (var i = 0; i < codes.Rows; i++)
                embeddings.Add(new Embedding<float>(codes.Row(i).ToArray()) { ModelId = _metadata.DefaultModelId });
        }

        return Task.FromResult(embeddings);
    }

    /// <summary>The generator itself, its metadata, or the model.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(KindredModel) ? _model
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Nothing is held.</summary>
    public void Dispose()
    {
    }

    private ImageSet Rows(Picture[] pictures)
    {
        if (_encoder is null)
            return _model.Input.Bring(pictures);
        var (columns, rows) = (_encoder.Identity.Columns, new float[checked(pictures.Length * _encoder.Identity.Columns)]);
        for (var i = 0; i < pictures.Length; i++)
            _encoder.Encode(pictures[i], rows.AsSpan(i * columns, columns));
        return new ImageSet(new Matrix(pictures.Length, columns, rows), _model.Input.Shape);
    }
}
