using System.ComponentModel.DataAnnotations;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>The norm behind a linear map or a convolution.</summary>
public sealed record NormOptions : IValidatableObject
{
    private const string Rms = "RMSNorm";

    /// <summary>A class whose name ends in <c>LayerNorm</c>, <c>LayerNormChannelLast</c>, <c>RMSNorm</c>, or <c>Identity</c> for none (and a bias instead).</summary>
    public string Cls { get; init; } = "sheeprl.models.models.LayerNorm";

    public NormArguments Kw { get; init; } = new();

    private string Kind => Cls[(Cls.LastIndexOf('.') + 1)..];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind is not ("LayerNorm" or "LayerNormChannelLast" or Rms or "Identity"))
            yield return new ValidationResult($"'cls' is {Cls}, and there are LayerNorm, LayerNormChannelLast, RMSNorm and torch.nn.Identity.", ["cls"]);
    }

    internal LayerStyle With(string activation) => new(Kind != "Identity", Kw.Eps, activation, Kind == Rms);
}

/// <summary>Arguments of a norm.</summary>
public sealed record NormArguments
{
    /// <summary>Added to the variance.</summary>
    [Range(0.0, 1.0)]
    public double Eps { get; init; } = 1e-3;
}
