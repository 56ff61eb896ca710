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
        return options.NextTokens == NextTokens.OneByOne
            ? new TokenWorldModel(vocabulary, actions, options, () => Backbone(options, options, generator, stop, weightsFollow), learnedPositions, generator)
            : new ParallelWorldModel(
                vocabulary, actions, options, options.NextTokens, shape => Backbone(options, shape, generator, stop, weightsFollow), learnedPositions, generator);
    }

    private static ISequenceBackbone Backbone(WorldModelOptions options, TransformerOptions shape, Generator generator, CancellationToken stop, bool weightsFollow)
    {
        ISequenceBackbone core = options.Type switch
        {
            WorldModelKind.Llm => Language(options, shape, generator, stop, weightsFollow),
            WorldModelKind.NcpMultiStep => new CircuitBackbone(options.EmbeddingSize, options.Circuit, generator),
            _ => new Transformer(shape, generator),
        };
        if (options.LearningBlocks is { } blocks)
            Freeze(core, blocks);
        return Framed(options, core, generator);
    }

    private static ISequenceBackbone Framed(WorldModelOptions options, ISequenceBackbone core, Generator generator) =>
        options.PostEmbed || options.PreTransformerLayer || options.PostTransformerLayer
            ? new FramedBackbone(core, options.PostEmbed, options.PreTransformerLayer, options.PostTransformerLayer, generator)
            : core;

    private static LanguageCore Language(WorldModelOptions options, TransformerOptions shape, Generator generator, CancellationToken stop, bool weightsFollow)
    {
        string? folder = null;
        if (options.HfModel.Name is { } name)
        {
            if (Path.IsPathRooted(name) && !Directory.Exists(name))
                throw new ConfigException($"{Key}.name: there is no folder '{name}'; give the place where the model lies now, as {Key}.name=FOLDER.");
            using var hub = new ModelHub();
            folder = UserText.Use($"{Key}.name", () => hub.GetModelAsync(name, options.HfModel.Revision, cancellation: stop).GetAwaiter().GetResult());
        }
        LanguageCore core;
        try
        {
            core = UserText.Use(Key, () => LanguageCore.Create(options.HfModel, folder, generator, weightsFollow));
        }
        catch (InvalidDataException e)
        {
            throw new ConfigException($"{Key}: {e.Message}", e);
        }
        if (core.Model.Config.MaxPositions is { } most && most < shape.MaxTokens)
        {
            core.Dispose();
            throw new ConfigException(
                $"The context of the world model has {shape.MaxTokens} tokens ({shape.MaxBlocks} steps of {shape.TokensPerBlock}), and {options.HfModel.Name ?? "this model"} "
                + $"knows {most} positions; lower world_model.max_blocks to {most / shape.TokensPerBlock} or less.");
        }
        return core;
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
}
