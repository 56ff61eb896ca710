namespace Reverie.Language.Advisers;

/// <summary>Who answers.</summary>
public enum AdviserKind
{
    /// <summary>A language model in Hugging Face's layout, run by Reverie itself.</summary>
    Local,

    /// <summary>An endpoint that speaks as OpenAI's: OpenAI, llama.cpp, vLLM, LM Studio and many more.</summary>
    Openai,

    /// <summary>An Ollama server.</summary>
    Ollama,

    /// <summary>A model in a GGUF file, run by llama.cpp in this process.</summary>
    Gguf,

    /// <summary>Nobody: only the cache is read.</summary>
    Cached,
}
