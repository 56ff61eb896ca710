using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reverie.Language.Advisers.Local.Templates;
using Reverie.Language.Advisers.Prompts;
using Reverie.Language.Generation;
using Reverie.Language.Models;
using Reverie.Language.Tokenization;
using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Advisers.Local;

/// <summary>A language model of this process that answers questions, and says how likely given answers are. One question at a time.</summary>
public sealed class LocalModel : IAnsweringModel
{
    private readonly LanguageModel _model;
    private readonly BpeTokenizer _tokenizer;
    private readonly PromptTokens? _chat;
    private readonly HashSet<int> _ends;
    private readonly Lock _lock = new();

    private LocalModel(LanguageModel model, BpeTokenizer tokenizer, ChatTemplate? template, HashSet<int> ends) =>
        (_model, _tokenizer, _chat, _ends) = (model, tokenizer, template is null ? null : PromptTokens.Of(tokenizer, template), ends);

    /// <summary>Whether the model has a chat template, so that it knows roles.</summary>
    public bool KnowsRoles => _chat is not null;

    /// <summary>Loads a folder in Hugging Face's layout.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="chatTemplate">Whether its chat template is applied if it has one.</param>
    /// <exception cref="AdviserException">The chat template holds something that is not known here.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static LocalModel Load(string folder, bool chatTemplate = true)
    {
        var template = chatTemplate ? ChatTemplate.Load(folder) : null;
        var tokenizer = BpeTokenizer.Load(folder);
        var ends = EndTokens(folder).ToHashSet();
        if (template?.EndToken is { } token && tokenizer.TokenToId(token) is { } end)
            ends.Add(end);
        return new(HuggingFace.Load(folder), tokenizer, template, ends);
    }

    public (string Text, int InputTokens, int OutputTokens) Answer(
        IReadOnlyList<(string Role, string Content)> messages, PromptTemplate prompt, SamplingOptions sampling)
    {
        lock (_lock)
        {
            int[] tokens = Encode(messages, prompt);
            using var generator = new Generator(Seed(sampling.Seed ?? 0, messages[^1].Content));
            var options = new GenerationOptions
            {
                MaxTokens = sampling.MaxTokens,
                Temperature = sampling.Temperature,
                TopP = sampling.TopP,
                // Who knows no roles goes on with the next question by himself: one line is the answer.
                EndsAt = token => IsEnd(token) || (!KnowsRoles && _tokenizer.Decode([token]).Contains('\n')),
            };
            int[] drawn = TextGenerator.Generate(_model, tokens, options, generator);
            return (_tokenizer.Decode(drawn, skipSpecialTokens: true).Trim(), tokens.Length, drawn.Length);
        }
    }

    /// <summary>How likely each of several answers is, by the model's own probabilities (GLAM: Carta et al., 2023).</summary>
    /// <param name="messages">As in <see cref="Answer"/>.</param>
    /// <param name="prompt">As in <see cref="Answer"/>.</param>
    /// <param name="answers">At least one.</param>
    /// <returns>The logarithm of each answer's probability, summed over its tokens, and how many they are.</returns>
    /// <exception cref="AdviserException">Question and answer are longer than what the model can read.</exception>
    public (double LogProbability, int Tokens)[] Score(
        IReadOnlyList<(string Role, string Content)> messages, PromptTemplate prompt, IReadOnlyList<string> answers)
    {
        lock (_lock)
        {
            int[] asked = Encode(messages, prompt);
            // Behind a plain text an answer begins as a word does, with a blank.
            int[][] ends = [.. answers.Select(answer => _tokenizer.Encode(KnowsRoles ? answer : $" {answer}", parseAddedTokens: false))];
            int longest = ends.Max(end => end.Length);
            if (_model.Config.MaxPositions is { } most && asked.Length + longest > most)
                throw TooLong(asked.Length + longest, most);
            long[] rows = new long[ends.Length * (asked.Length + longest)];
            for (int i = 0; i < ends.Length; i++)
            {
                int row = i * (asked.Length + longest);
                for (int t = 0; t < asked.Length; t++)
                    rows[row + t] = asked[t];
                for (int t = 0; t < ends[i].Length; t++)
                    rows[row + asked.Length + t] = ends[i][t];
            }
            using var scope = new TensorScope();
            using var noGrad = new NoGrad();
            // What stands behind a shorter answer is not seen by it, since nobody looks ahead.
            var input = new SequenceInput(_model.Backbone.Embed(Tensor.From(rows, ends.Length, asked.Length + longest)));
            var hidden = _model.Backbone.Forward(input).Narrow(1, asked.Length - 1, longest); // [C, L, H]
            float[] logs = _model.Logits(hidden).Float().LogSoftmax(-1).ToArray<float>(); // [C, L, V]
            int vocabulary = logs.Length / (ends.Length * longest);
            return [.. ends.Select((end, i) => (end.Select((token, t) => (double)logs[(((i * longest) + t) * vocabulary) + token]).Sum(), end.Length))];
        }
    }

    public void Dispose() => _model.Dispose();

    /// <summary>Tells a model from one that was trained anew: what is said about its files, and their beginnings and ends.</summary>
    internal static string Fingerprint(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] files = File.Exists(path) ? [path] : [.. Directory.GetFiles(path).Order(StringComparer.Ordinal)];
        byte[] part = new byte[1 << 20];
        foreach (string file in files)
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(file)} {stream.Length}\n"));
            hash.AppendData(part, 0, stream.ReadAtLeast(part, part.Length, throwOnEndOfStream: false));
            stream.Position = Math.Max(0, stream.Length - part.Length);
            hash.AppendData(part, 0, stream.ReadAtLeast(part, part.Length, throwOnEndOfStream: false));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
    }

    private int[] Encode(IReadOnlyList<(string Role, string Content)> messages, PromptTemplate prompt)
    {
        int[] tokens = _chat is null ? _tokenizer.Encode(prompt.Plain(messages[^1].Content), parseAddedTokens: false) : _chat.Encode(messages);
        return _model.Config.MaxPositions is { } most && tokens.Length >= most ? throw TooLong(tokens.Length, most) : tokens;
    }

    private static AdviserException TooLong(int tokens, long most) =>
        new($"The question has {tokens} tokens and the model reads {most}; choose a model with more positions, or a shorter prompt (adviser.prompt).");

    /// <summary>Also a row of the network that stands for no token, of which some have a few.</summary>
    private bool IsEnd(int token) => _ends.Contains(token) || token >= _tokenizer.VocabularySize;

    /// <summary>Every question has chance of its own, so that answers do not depend on what was asked before.</summary>
    internal static ulong Seed(long seed, string question) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {question}")));

    private static IEnumerable<int> EndTokens(string folder)
    {
        foreach (string name in (string[])["generation_config.json", LanguageModelConfig.FileName])
        {
            string path = Path.Combine(folder, name);
            if (!File.Exists(path))
                continue;
            var ends = ModelJson.Read(path).TryGetProperty("eos_token_id", out var found) ? found : default;
            foreach (var end in ends.ValueKind == JsonValueKind.Array ? ends.EnumerateArray().ToArray() : [ends])
            {
                if (end.ValueKind == JsonValueKind.Number)
                    yield return end.GetInt32();
            }
        }
    }
}
