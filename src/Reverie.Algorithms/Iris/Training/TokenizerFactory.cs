using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Options;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.WorldModels.Tokenizers;
using Reverie.WorldModels.Tokenizers.Patches;
using Reverie.WorldModels.Tokenizers.Symbols;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>Makes the tokenizer that the options describe.</summary>
internal static class TokenizerFactory
{
    /// <summary>Pixels per cell of pictures made of symbols.</summary>
    private const int TileSize = 8;

    /// <param name="options">The run's.</param>
    /// <param name="layout">What the environment shows.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="stop">Ends a download.</param>
    /// <returns>A tokenizer that is a module.</returns>
    internal static IFrameTokenizer Create(IrisOptions options, StepLayout layout, Generator generator, CancellationToken stop = default) =>
        options.Tokenizer.Type switch
        {
            TokenizerKind.Vq => Vq(options, generator, stop),
            TokenizerKind.Patches => UserText.Use(null, () => new PatchTokenizer(options.Env.Train.Size, options.Tokenizer.Patches)),
            TokenizerKind.Symbols => Symbols(layout[IrisPolicy.Image].Shape, options.Env.Train.Observation),
            var other => throw new ArgumentOutOfRangeException(nameof(options), other, "There is no such tokenizer."),
        };

    private static Tokenizer Vq(IrisOptions options, Generator generator, CancellationToken stop)
    {
        using var scope = new TensorScope();
        TokenizerOptions shape = options.Tokenizer;
        var words = shape.IsOfLanguage ? LanguageWords.Load(options.WorldModel.HfModel, stop) : null;
        // What rests needs nothing that only losses need.
        if (!shape.ShouldTrain)
            shape = shape with { LpipsWeights = [], CriticLossWeight = 0, Critic = new() };
        var tokenizer = UserText.Use(null, () => new Tokenizer(shape, generator, words: words) { Precision = options.Common.Precision });
        if (!shape.ShouldTrain)
            tokenizer.SetRequiresGrad(false);
        return tokenizer;
    }

    private static SymbolTokenizer Symbols(IReadOnlyList<int> shape, PixelSource shown)
    {
        int columns = shape[0], rows = shape[1];
        bool isView = shown == PixelSource.View;
        var sheet = new SymbolSheet(
            [.. CellVocabulary.All.Select(cell => ((byte)cell.Type, (byte)cell.Color, cell.State))],
            [.. Enumerable.Range(0, CellVocabulary.All.Count).Select(CellVocabulary.Words)],
            TileSize,
            isView ? [CellTiles.OfView(TileSize, agentHere: false), CellTiles.OfView(TileSize, agentHere: true)] : [CellTiles.OfWorld(TileSize)]);
        int[] sets = new int[columns * rows];
        // In its own view the agent stands in the middle of the nearest row, and its cell shows what it carries.
        if (isView)
            sets[(columns / 2 * rows) + rows - 1] = 1;
        return new SymbolTokenizer(columns, rows, sheet, sets);
    }
}
