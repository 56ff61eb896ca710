using System.Text.Json;
using System.Text.Json.Serialization;
using Reverie.Environments.Arrays;

namespace Reverie.Training.Data;

/// <summary>What an episode file says of itself.</summary>
internal sealed record EpisodeHeader
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public required int Length { get; init; }

    public required bool HasFinal { get; init; }

    public required bool Terminated { get; init; }

    public required bool Truncated { get; init; }

    public bool? Success { get; init; }

    public required List<Array> Observations { get; init; }

    public required List<string> Texts { get; init; }

    /// <summary>The texts that occur.</summary>
    public required List<string> Words { get; init; }

    public required ActionKind Action { get; init; }

    public required List<int> Choices { get; init; }

    public required List<float> Low { get; init; }

    public required List<float> High { get; init; }

    internal static EpisodeHeader Of(Episode episode) => new()
    {
        Length = episode.Length,
        HasFinal = episode.HasFinal,
        Terminated = episode.End.Terminated,
        Truncated = episode.End.Truncated,
        Success = episode.End.Success,
        Observations = [.. episode.Layout.Observations.Select(spec => new Array(spec.Name, spec.Type, [.. spec.Shape], spec.Low, spec.High))],
        Texts = [.. episode.Layout.Texts],
        Words = [.. episode.Layout.Texts.SelectMany((_, i) => episode.Text(i)).Distinct()],
        Action = episode.Layout.Action.Kind,
        Choices = [.. episode.Layout.Action.Choices],
        Low = [.. episode.Layout.Action.Low],
        High = [.. episode.Layout.Action.High],
    };

    /// <exception cref="InvalidDataException">The sizes make no sense, or the episode would take more than <paramref name="maxBytes"/>.</exception>
    internal StepLayout Layout(long maxBytes)
    {
        if (Length < 1 || Observations.Any(array => array.Shape.Any(size => size < 1)))
            throw new InvalidDataException("its sizes make no sense");
        var specs = Observations.Select(array => new ArraySpec(array.Name, array.Type, array.Shape, array.Low, array.High)).ToList();
        var action = Action switch
        {
            ActionKind.Discrete when Choices.Count == 1 => ActionSpec.Discrete(Choices[0]),
            ActionKind.MultiDiscrete => ActionSpec.MultiDiscrete(Choices),
            ActionKind.Continuous => ActionSpec.Continuous(Low, High),
            _ => throw new InvalidDataException("its actions make no sense"),
        };
        double bytes = (Length + 1.0) * (specs.Sum(spec => (double)spec.ByteLength) + (Texts.Count * sizeof(int)) + (action.Size * sizeof(long)) + sizeof(float));
        return bytes <= maxBytes
            ? new StepLayout(specs, Texts, action)
            : throw new InvalidDataException($"The episode file announces {bytes / 1e9:F1} GB, more than the {maxBytes / 1e9:F1} GB that an episode may have.");
    }

    internal sealed record Array(string Name, ElementType Type, List<int> Shape, double Low, double High);
}
