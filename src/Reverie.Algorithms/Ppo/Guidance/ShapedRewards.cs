using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.Spaces;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Pays for advised actions. What an action does is told by its caption where a grid view is seen, and else by its number.</summary>
/// <param name="options">What is paid.</param>
/// <param name="gamma">Discount.</param>
/// <param name="environments">How many.</param>
internal sealed class ShapedRewards(ShapingOptions options, double gamma, int environments)
{
    private const string View = "image";

    private readonly CaptionBonus[] _captions = [.. Enumerable.Range(0, environments).Select(_ => new CaptionBonus(options))];
    private readonly byte[][] _before = [.. Enumerable.Range(0, environments).Select(_ => Array.Empty<byte>())];
    private readonly double[] _potential = new double[environments];
    private readonly double[] _now = new double[environments];

    /// <summary>Before the step: with the view in which the action was chosen.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="environment">Where.</param>
    /// <param name="action">What was chosen.</param>
    /// <param name="score">How well it fits the advice.</param>
    internal void Choose(StepBatch seen, int environment, long action, float score)
    {
        if (seen.IsFirst[environment])
            Begin(environment);
        if (options.Kind == ShapingKind.Potential)
        {
            _now[environment] = score > options.Threshold ? score * options.Modifier : 0;
            return;
        }
        if (options.Kind == ShapingKind.Novelty)
            _before[environment] = [.. seen.Observations.SelectMany(rows => rows.Row(environment).ToArray())];
        string caption = CaptionOf(seen, environment, action);
        _now[environment] = options.Kind == ShapingKind.Original || score > options.Threshold ? _captions[environment].Pay(caption, score) : 0;
    }

    /// <summary>After the step.</summary>
    /// <param name="led">What it led to.</param>
    /// <param name="environment">Where.</param>
    internal float Pay(StepBatch led, int environment)
    {
        bool ended = led.HasEnded(environment);
        switch (options.Kind)
        {
            case ShapingKind.Potential:
                double before = _potential[environment];
                _potential[environment] = ended ? 0 : _now[environment];
                return (float)(_potential[environment] - (before / gamma));
            case ShapingKind.Novelty:
                var after = (ended ? led.Final : led.Observations).SelectMany(rows => rows.Row(environment).ToArray());
                return _before[environment].SequenceEqual(after) ? 0 : (float)_now[environment];
            default:
                return (float)_now[environment];
        }
    }

    internal void Save(BinaryWriter writer)
    {
        for (int i = 0; i < environments; i++)
        {
            _captions[i].Save(writer);
            writer.Write(_potential[i]);
        }
    }

    internal void Restore(BinaryReader reader)
    {
        for (int i = 0; i < environments; i++)
        {
            _captions[i].Restore(reader);
            _potential[i] = reader.ReadDouble();
        }
    }

    private static string CaptionOf(StepBatch seen, int environment, long action)
    {
        var view = seen.Observations.FirstOrDefault(rows => rows.Spec is { Name: View, Type: ElementType.UInt8, Shape: [int width, int height, 3] } && width == height);
        if (view is null || !Enum.IsDefined((GridAction)action))
            return $"action {action}";
        var image = new NdArray<byte>([.. view.Spec.Shape]);
        view.Row(environment).CopyTo(image.Span);
        return Caption.Describe(image, (GridAction)action);
    }

    private void Begin(int environment)
    {
        _captions[environment].Begin();
        _potential[environment] = 0;
    }
}
