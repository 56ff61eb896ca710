using Reverie.Language.Layers;
using Reverie.Language.Models;
using Reverie.Torch.Modules;

namespace Reverie.Language.Adapters;

/// <summary>Decides which weights of a pretrained model are trained. Each call sets all of them anew.</summary>
public static class Freezing
{
    /// <summary>Trains nothing.</summary>
    public static void All(LanguageModel model) => model.SetRequiresGrad(false);

    /// <summary>Trains everything that is kept in full precision.</summary>
    public static void None(LanguageModel model) => model.SetRequiresGrad(true);

    /// <summary>Trains the last blocks and the norm behind them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="blocks">How many; 0 leaves only the norm.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model has fewer blocks.</exception>
    public static void AllButLast(LanguageModel model, int blocks)
    {
        var all = model.Backbone.Blocks;
        if (blocks < 0 || blocks > all.Count)
            throw new ArgumentOutOfRangeException(nameof(blocks), blocks, $"The model has {all.Count} blocks; train between 0 and that many.");
        All(model);
        foreach (var block in all.Skip(all.Count - blocks))
            block.SetRequiresGrad(true);
        model.Backbone.FinalNorm.SetRequiresGrad(true);
    }

    /// <summary>Trains norms and embeddings, of tokens and of positions (the "frozen pretrained transformer", Lu et al., 2021).</summary>
    public static void AllButNormsAndEmbeddings(LanguageModel model)
    {
        All(model);
        foreach (var (_, module) in model.NamedModules())
        {
            if (module is LayerNorm or RmsNorm or TokenEmbedding)
                module.SetRequiresGrad(true);
        }
    }
}
