using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Refuses symbols where pictures are meant, and the other way round.</summary>
internal static class SymbolRules
{
    internal static IEnumerable<ValidationResult> Validate(IrisOptions options)
    {
        var (train, test) = (options.Env.Train, options.Env.Test);
        bool isSymbols = options.Tokenizer.Type == TokenizerKind.Symbols;
        if (isSymbols && !(train.Symbols && test.Symbols))
        {
            yield return new(
                "'tokenizer.type' is symbols, which reads the cells of a grid world; take env=minigrid_symbols, where env.train.symbols is true.",
                ["tokenizer.type", "env.train.symbols"]);
        }
        if (!isSymbols && (train.Symbols || test.Symbols))
        {
            yield return new(
                "'env.train.symbols' is true, and only tokenizer=symbols reads symbols; take that, or env=minigrid for pictures.",
                ["env.train.symbols", "tokenizer.type"]);
        }
        if (isSymbols && train.Observation != test.Observation)
        {
            yield return new(
                "'env.train.observation' and 'env.test.observation' must be the same where frames are symbols: view, or world.",
                ["env.train.observation", "env.test.observation"]);
        }
        if (isSymbols && options.ActorCritic.Sees == Networks.ActorSight.Frames)
            yield return new("'actor_critic.sees' is frames, and symbols are no pictures; take actor_critic=symbols, where it is tokens.", ["actor_critic.sees"]);
        if (options.WorldModel.EmbedTokensFromWords && !(isSymbols && options.WorldModel is { Type: WorldModelKind.Llm, HfModel: { Name: not null, FromPretrained: true } }))
        {
            yield return new(
                "'world_model.embed_tokens_from_words' is for tokens that words can say and a pretrained language model; take tokenizer=symbols with world_model=llm, or leave it out.",
                ["world_model.embed_tokens_from_words"]);
        }
        if (isSymbols && options.Initialization.LoadTokenizer)
            yield return new("'initialization.load_tokenizer' is true, and symbols have nothing to load; leave it out.", ["initialization.load_tokenizer"]);
    }
}
