using LLama;
using LLama.Common;
using LLama.Exceptions;
using LLama.Native;
using LLama.Sampling;
using Reverie.Language.Advisers.Local;
using Reverie.Language.Advisers.Local.Templates;
using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Advisers.Gguf;

/// <summary>A language model in a GGUF file, run by llama.cpp in this process. One question at a time.</summary>
public sealed class GgufModel : IAnsweringModel
{
    private const string TemplateKey = "tokenizer.chat_template";
    private const uint LongestContext = 8192;

    private readonly LLamaWeights _weights;
    private readonly ModelParams _parameters;
    private readonly PromptTokens? _chat;
    private readonly Lock _lock = new();

    private GgufModel(LLamaWeights weights, ModelParams parameters, ChatTemplate? template)
    {
        (_weights, _parameters) = (weights, parameters);
        // What is a control token is not known before it is made, so all that was said is guarded.
        _chat = template is null ? null : new(Tokens, _ => false, template);
    }

    /// <summary>Loads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="chatTemplate">Whether its chat template is applied if it has one.</param>
    /// <exception cref="AdviserException">It is none, or llama.cpp does not load on this machine.</exception>
    public static GgufModel Load(string path, bool chatTemplate = true)
    {
        if (!File.Exists(path))
            throw new AdviserException($"There is no file {path}; name a model in GGUF's format: adviser.model=FILE.gguf.");
        try
        {
            // The library writes a page about itself to the terminal unless somebody takes it.
            if (!NativeLibraryConfig.LLama.LibraryHasLoaded)
                NativeLibraryConfig.All.WithLogCallback((_, _) => { });
            var parameters = new ModelParams(path) { GpuLayerCount = 0 };
            var weights = LLamaWeights.LoadFromFile(parameters);
            uint context = (uint)Math.Min(weights.ContextSize, (int)LongestContext);
            (parameters.ContextSize, parameters.BatchSize) = (context, context);
            return new(weights, parameters, chatTemplate && weights.Metadata.TryGetValue(TemplateKey, out string? template)
                ? ChatTemplate.Parse(path, template, TokensOf(weights)) : null);
        }
        catch (Exception e) when (e is LoadWeightsFailedException or ArgumentException)
        {
            throw new AdviserException($"{path} cannot be loaded as a GGUF model ({OneLine(e.Message)}); fetch it again.", e);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or RuntimeError)
        {
            throw new AdviserException(
                $"llama.cpp does not load on this machine ({OneLine(e.GetBaseException().Message)}); take adviser=local or an endpoint instead.", e);
        }
    }

    public (string Text, int InputTokens, int OutputTokens) Answer(
        IReadOnlyList<(string Role, string Content)> messages, PromptTemplate prompt, SamplingOptions sampling)
    {
        lock (_lock)
        {
            int[] asked = _chat?.Encode(messages) ?? [.. Tokens(prompt.Plain(messages[^1].Content), isControl: false)];
            if (asked.Length >= _parameters.ContextSize)
            {
                throw new AdviserException(
                    $"The question has {asked.Length} tokens and the model reads {_parameters.ContextSize}; take a shorter prompt (adviser.prompt).");
            }
            using var context = _weights.CreateContext(_parameters);
            using var sampler = new DefaultSamplingPipeline
            {
                Temperature = (float)sampling.Temperature,
                TopP = (float)sampling.TopP,
                TopK = 0,
                MinP = 0,
                Seed = (uint)LocalModel.Seed(sampling.Seed ?? 0, messages[^1].Content),
            };
            var decoder = new StreamingTokenDecoder(context);
            var batch = new LLamaBatch();
            for (int i = 0; i < asked.Length; i++)
                batch.Add(asked[i], i, LLamaSeqId.Zero, i == asked.Length - 1);
            int written = 0;
            string text = "";
            for (int position = asked.Length; written < sampling.MaxTokens && position < _parameters.ContextSize; position++)
            {
                if (context.Decode(batch) is var result and not DecodeResult.Ok)
                    throw new AdviserException($"llama.cpp could not read the question ({result}); take a shorter prompt (adviser.prompt).");
                var token = sampler.Sample(context.NativeHandle, batch.TokenCount - 1);
                if (token.IsEndOfGeneration(_weights.Vocab))
                    break;
                decoder.Add(token);
                text += decoder.Read();
                written++;
                if (_chat is null && text.Contains('\n', StringComparison.Ordinal))
                    break;
                batch.Clear();
                batch.Add(token, position, LLamaSeqId.Zero, true);
            }
            return (text.Trim(), asked.Length, written);
        }
    }

    public void Dispose() => _weights.Dispose();

    private IEnumerable<int> Tokens(string text, bool isControl) =>
        _weights.Tokenize(text, add_bos: false, special: isControl, System.Text.Encoding.UTF8).Select(token => (int)token);

    private static Dictionary<string, string> TokensOf(LLamaWeights weights)
    {
        var tokens = new Dictionary<string, string>();
        if (weights.Vocab.BOS is { } begin)
            tokens["bos_token"] = weights.Vocab.LLamaTokenToString(begin, true) ?? "";
        if (weights.Vocab.EOS is { } end)
            tokens["eos_token"] = weights.Vocab.LLamaTokenToString(end, true) ?? "";
        return tokens;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
