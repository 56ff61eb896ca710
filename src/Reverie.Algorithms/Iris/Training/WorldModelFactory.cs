using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Options;
using Reverie.Language.Adapters;
using Reverie.Language.Hub;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;
using Reverie.Training.Configuration;
using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Circuits;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>Makes the world model that the options describe.</summary>
internal static class WorldModelFactory
{
    private const string Key = "world_model.hf_model";

    /// <param name="options">Which.</param>
    /// <param name="vocabulary">Distinct observation tokens.</param>
    /// <param name="actions">Distinct actions.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="stop">Ends a download.</param>
    /// <param name="weightsFollow">Whether all weights are to come from a checkpoint.</param>
    /// <exception cref="ConfigException">The options do not fit the model that they name.</exception>
    /// <exception cref="HubException">A model cannot be had.</exception>
    internal static WorldModel Create(WorldModelOptions options, long vocabulary, long actions, Generator generator, CancellationToken stop, bool weightsFollow = false)
    {
        bool learnedPositions = options.PositionEmbedding switch
        {
            PositionEmbedding.Learned => true,
            PositionEmbedding.None => false,
            _ => options.Type == WorldModelKind.Transformer,
        };
        if (options.Type == WorldModelKind.NcpSingleStep)
            return new CircuitWorldModel(vocabulary, actions, options, input => Framed(options, new CircuitBackbone(input, options.Circuit, generator), generator), generator);
        var order = new Order(options, vocabulary, generator, stop, weightsFollow);
        return options.NextTokens == NextTokens.OneByOne
            ? new TokenWorldModel(vocabulary, actions, options, () => Backbone(order, options), learnedPositions, generator, options.Words)
            : new ParallelWorldModel(
                vocabulary, actions, options, options.NextTokens, shape => Backbone(order, shape), learnedPositions, generator, options.Words);
    }

    private static ISequenceBackbone Backbone(Order order, TransformerOptions shape)
    {
        var (options, generator) = (order.Options, order.Generator);
        ISequenceBackbone core = options.Type switch
        {
            WorldModelKind.Llm => Language(order, shape),
            WorldModelKind.NcpMultiStep => new CircuitBackbone(options.EmbeddingSize, options.Circuit, generator),
            _ => new Transformer(shape, generator),
        };
        if (options.LearningBlocks is { } blocks)
            Freeze(core, blocks);
        // Words that are shared rest, whatever else learns.
        if (options.NeedsWords && core is LanguageCore { Model: var model })
        {
            model.Backbone.Tokens!.SetRequiresGrad(false);
            model.Head!.SetRequiresGrad(false);
        }
        return Framed(options, core, generator);
    }

    private static ISequenceBackbone Framed(WorldModelOptions options, ISequenceBackbone core, Generator generator) =>
        options.PostEmbed || options.PreTransformerLayer || options.PostTransformerLayer || options.ThroughWords
            ? new FramedBackbone(core, options.PostEmbed, options.PreTransformerLayer, options.PostTransformerLayer, generator, options.ThroughWords)
            : core;

    private static LanguageCore Language(Order order, TransformerOptions shape)
    {
        var options = order.Options;
        string? folder = null;
        if (options.HfModel.Name is { } name)
        {
            if (Path.IsPathRooted(name) && !Directory.Exists(name))
                throw new ConfigException($"{Key}.name: there is no folder '{name}'; give the place where the model lies now, as {Key}.name=FOLDER.");
            using var hub = new ModelHub();
            folder = UserText.Use($"{Key}.name", () => hub.GetModelAsync(name, options.HfModel.Revision, cancellation: order.Stop).GetAwaiter().GetResult());
        }
        LanguageCore core;
        try
        {
            core = UserText.Use(Key, () => LanguageCore.Create(options.HfModel, folder, order.Generator, order.WeightsFollow, withWords: options.NeedsWords));
        }
        catch (InvalidDataException e)
        {
            throw new ConfigException($"{Key}: {e.Message}", e);
        }
        if (Obstacle(core, order, shape) is { } obstacle)
        {
            core.Dispose();
            throw new ConfigException(obstacle);
        }
        return core;
    }

    private static string? Obstacle(LanguageCore core, Order order, TransformerOptions shape)
    {
        var (options, config) = (order.Options, core.Model.Config);
        if (config.MaxPositions is { } most && most < shape.MaxTokens)
        {
            return $"The context of the world model has {shape.MaxTokens} tokens ({shape.MaxBlocks} steps of {shape.TokensPerBlock}), and "
                + $"{options.HfModel.Name ?? "this model"} knows {most} positions; lower world_model.max_blocks to {most / shape.TokensPerBlock} or less.";
        }
        return options.Words.Any && config.VocabularySize < order.Vocabulary
            ? $"With world_model.observation_embedding or observation_head=language_model each of the tokenizer's {order.Vocabulary} tokens is a word, and "
                + $"{options.HfModel.Name} has {config.VocabularySize}; lower tokenizer.vocab_size, or leave them at own."
            : null;
    }

    /// <summary>Lets attention and MLP rest in all blocks but the last ones.</summary>
    private static void Freeze(ISequenceBackbone core, int blocks)
    {
        var all = core is LanguageCore language ? language.Model.Backbone.Blocks : ((Transformer)core).Blocks;
        if (blocks > all.Count)
            throw new ConfigException($"world_model.frozen is {blocks}, and the model has {all.Count} blocks; give fewer.");
        if (core is LanguageCore { Model: var model })
        {
            Freezing.AllButNormsAndEmbeddings(model);
        }
        else
        {
            foreach (var (_, part) in ((Module)core).NamedModules().Where(part => part.Module is Linear))
                part.SetRequiresGrad(false);
        }
        foreach (var block in all.Skip(all.Count - blocks))
            block.SetRequiresGrad(true);
    }

    /// <summary>What a backbone is made of.</summary>
    private sealed record Order(WorldModelOptions Options, long Vocabulary, Generator Generator, CancellationToken Stop, bool WeightsFollow);
}
