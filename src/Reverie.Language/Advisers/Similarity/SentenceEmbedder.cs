using Microsoft.ML.OnnxRuntime;

namespace Reverie.Language.Advisers.Similarity;

/// <summary>
/// Sentences as vectors of length 1: all-MiniLM-L6-v2 (Reimers and Gurevych, 2019; Wang et al., 2020) through ONNX Runtime, the mean over
/// all tokens, normalised. May be used by several threads at once.
/// </summary>
public sealed class SentenceEmbedder : IDisposable
{
    /// <summary>Numbers in an embedding.</summary>
    public const int Dimensions = 384;

    // What the model was trained with; the graph would take 512.
    private const int MostTokens = 256;
    private const float Epsilon = 1e-12f;
    private static readonly string[] InputNames = ["input_ids", "attention_mask", "token_type_ids"], OutputNames = ["last_hidden_state"];

    private readonly InferenceSession _session;
    private readonly WordPieceTokenizer _tokenizer;

    private SentenceEmbedder(InferenceSession session, WordPieceTokenizer tokenizer) => (_session, _tokenizer) = (session, tokenizer);

    /// <summary>Loads the model that comes with Reverie, in about a second.</summary>
    /// <exception cref="AdviserException">It is missing or damaged, or ONNX Runtime does not load on this machine.</exception>
    public static SentenceEmbedder Load()
    {
        var (model, vocabulary) = SentenceModelFile.Read();
        try
        {
            // One thread: sentences are short, and the other cores train.
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            return new(new InferenceSession(model, options), new WordPieceTokenizer(vocabulary));
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or OnnxRuntimeException)
        {
            throw new AdviserException(
                $"ONNX Runtime, which compares sentences, does not load here ({(e.InnerException ?? e).Message.TrimEnd('.')}); " +
                "choose actions without it: adviser.choice=score or list.",
                e);
        }
    }

    /// <summary>The embedding of a sentence; of a long one, that of its beginning.</summary>
    /// <returns>[384], of length 1.</returns>
    public float[] Embed(string text)
    {
        long[] ids = Array.ConvertAll(_tokenizer.Encode(text, MostTokens), id => (long)id);
        long[] shape = [1, ids.Length], mask = new long[ids.Length], types = new long[ids.Length];
        Array.Fill(mask, 1);
        using var input = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var attention = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using var segment = OrtValue.CreateTensorValueFromMemory(types, shape);
        using var options = new RunOptions();
        using var outputs = _session.Run(options, InputNames, [input, attention, segment], OutputNames);
        return Pool(outputs[0].GetTensorDataAsSpan<float>(), ids.Length);
    }

    public void Dispose() => _session.Dispose();

    /// <summary>The ids that the network gets.</summary>
    internal int[] Tokens(string text) => _tokenizer.Encode(text, MostTokens);

    /// <param name="hidden">[tokens, 384]</param>
    /// <param name="tokens">How many.</param>
    private static float[] Pool(ReadOnlySpan<float> hidden, int tokens)
    {
        float[] mean = new float[Dimensions];
        for (int token = 0; token < tokens; token++)
        {
            for (int i = 0; i < Dimensions; i++)
                mean[i] += hidden[(token * Dimensions) + i];
        }
        float square = 0;
        for (int i = 0; i < Dimensions; i++)
        {
            mean[i] /= tokens;
            square += mean[i] * mean[i];
        }
        float norm = Math.Max(MathF.Sqrt(square), Epsilon);
        for (int i = 0; i < Dimensions; i++)
            mean[i] /= norm;
        return mean;
    }
}
