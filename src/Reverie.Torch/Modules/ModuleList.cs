using System.Collections;

namespace Reverie.Torch.Modules;

/// <summary>Modules under the names 0, 1, 2, ...</summary>
public sealed class ModuleList<TModule> : Module, IReadOnlyList<TModule> where TModule : Module
{
    private readonly List<TModule> _items = [];

    public ModuleList(params IEnumerable<TModule> modules)
    {
        foreach (var module in modules)
            Add(module);
    }

    public int Count => _items.Count;

    public TModule this[int index] => _items[index];

    public void Add(TModule module) => _items.Add(Child($"{_items.Count}", module));

    public IEnumerator<TModule> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
