using System.Text.Json;
using Reverie.Language;
using Reverie.Language.Models;
using Reverie.Language.Tokenization;
using Reverie.Torch;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>A tiny language model with a tokenizer that can spell any word.</summary>
internal static class SpeakingModel
{
    public static void Save(string folder)
    {
        var trainer = new BpeTrainer(new BpeTrainerOptions { VocabularySize = 300 });
        trainer.Add("go to the red door behind you; pick up a grey key, put the blue ball next to the purple box");
        var tokenizer = trainer.Train();
        var settings = new Dictionary<string, object>
        {
            ["model_type"] = "gpt2",
            ["n_layer"] = 1,
            ["n_embd"] = 8,
            ["n_head"] = 2,
            ["n_positions"] = 32,
            ["vocab_size"] = tokenizer.VocabularySize,
        };
        using var generator = new Generator(3);
        using var model = LanguageModel.Create(HuggingFace.ParseConfig(JsonSerializer.SerializeToElement(settings), "test"), generator);
        model.Save(folder);
        tokenizer.Save(folder);
    }
}
