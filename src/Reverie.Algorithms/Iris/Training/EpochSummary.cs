using System.Globalization;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>What a person wants to know of an epoch, in one line.</summary>
internal static class EpochSummary
{
    private static readonly (string Metric, string Label)[] Shown =
    [
        ("train_dataset/return", "return"),
        ("tokenizer/train/reconstruction_loss", "reconstruction"),
        ("world_model/train/loss", "world model"),
        ("actor_critic/train/imagined_reward", "imagined reward"),
        ("test_dataset/return", "test return"),
        ("test_dataset/success", "test success"),
    ];

    internal static string Of(EpochCursor cursor, int epochs)
    {
        var parts = Shown.Where(item => cursor.Metrics.ContainsKey(item.Metric))
            .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Label} {cursor.Metrics[item.Metric]:F3}"));
        return $"epoch {cursor.Epoch,3}/{epochs}   {string.Join("   ", parts)}";
    }
}
