#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Deterministic generator of ecoinvent-like synthetic LCA models.

  python3 gen.py [--out synth-models] [--sizes large,medium,small] [--seed 20240607]
                 [--sigmas 1.0] [--region-exponent 1.5] [--n N --nnz-per-col 12.5 --m M --bnnz-per-col 22.5 --k 20 --rho 0.65 --name NAME]

CONVENTIONS (read me)
  A s = f ; g = B s ; h = C g.      Zero-based indices, int32.
  All amounts are *signed as in the matrix* (consumption negative, production positive; for waste rows
  the whole row is sign-flipped: diagonal < 0, "consumption" > 0, as in ecoinvent/Brightway).
  Duplicate (row, col) entries occur and must be SUMMED (self-consumption next to production; repeated inputs),
  each one sampled independently.
  *_type: stats_arrays ids 0 undefined(=certain) 1 no uncertainty 2 lognormal 3 normal 4 uniform 5 triangular
  The distribution describes the matrix entry itself (no further flip):
    2: x = s*exp(loc + scale*N(0,1)), s = -1 if negative else +1 (loc = ln|amount|: the MEDIAN is the amount)
    3: x = loc + scale*N(0,1)         (loc signed; = amount)
    4: x = U(min, max)                (min<max signed)
    5: x = Tri(min, mode=loc, max)    (signed; loc = amount)
    0,1: x = amount (loc = amount)
  Unused fields are NaN.  negative is only meaningful for type 2 (it is sign(amount) < 0 everywhere).
  C_row = impact category (0..k-1), C_col = flow (0..m-1).
  meta.json: n, m, k, f_index (main demand, amount f_amount), f_indices (20 alternative demands), statistics.
"""
import argparse, json, os, sys, time
import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as sla
from scipy.sparse.csgraph import connected_components

PRESETS = {
    # name: n, mean off-diagonal nnz per column, m, mean biosphere nnz per column
    "large":  dict(n=20000, cpc=12.5, m=2500, bpc=22.5, k=20),
    "medium": dict(n=4000,  cpc=12.0, m=1500, bpc=22.0, k=20),
    "small":  dict(n=400,   cpc=9.0,  m=300,  bpc=15.0, k=10),
}
# structure knobs (override with environment variables of the same name). Calibrated so that 'large' costs UMFPACK
# (Brightway's default strategy) ~8-9 M LU non-zeros and a few seconds per factorisation, like the ~4-5 s reported for
# ecoinvent/premise blocks (bw_timex PR 236, 220).
STRUCT = {k: os.environ.get(k, v) for k, v in dict(
    MH=.22, MG=.03,      # market columns: share of hub inputs / of inputs from anywhere in the core (rest: own industry)
    TH=.52, TG=.05,      # transforming columns: the same
    OWN=.93,             # share of hub inputs taken from the own region's hubs
    ZP=1.8,              # Zipf exponent of the popularity of widely traded core products
    RZ=1.5,              # Zipf exponent of the region sizes (-> in-degree of the hubs)
    BAND=9.0,            # mean distance of suppliers in an industry's chain
    HL=.75,              # share of hubs' product inputs that come from two industries of their own
    CM=1.85).items()}    # oversampling before duplicates are merged
SIGMAS = 1.0  # every sd times this (--sigmas)
N_TYPES = 8   # hub types: elec HV, MV, LV, transport, diesel, heat, water, municipal waste

def heavy_degree(rng, size, mean, sigma, lo, hi):
    d = np.exp(rng.normal(0.0, sigma, size))
    d *= mean / d.mean()
    for _ in range(20):                       # clip, keep the mean
        c = np.clip(d, lo, hi)
        d *= mean / c.mean()
    return np.clip(np.round(np.clip(d, lo, hi)), lo, hi).astype(int)

def sigma_draw(rng, size, kind):
    """sd of the underlying normal: basic variance (ecoinvent table) + pedigree variance, limited to 0.05..1.0"""
    if kind == "tech":
        base = rng.choice([0.0006, 0.002, 0.04, 0.12, 0.3], size, p=[.62, .12, .06, .14, .06])
    elif kind == "bio":
        base = rng.choice([0.0006, 0.006, 0.04, 0.12, 0.3, 0.65], size, p=[.34, .14, .22, .14, .10, .06])
    else:
        base = np.full(size, 0.1)
    ped = sum(rng.choice(v, size) for v in (
        [0, .0006, .002, .008, .04], [0, .0001, .0006, .002, .008], [0, .0002, .002, .008, .04],
        [0, 2.5e-5, .0001, .0006, .002], [0, .0006, .008, .04, .12]))
    return SIGMAS * np.clip(np.sqrt(base + ped), 0.05, 1.0)

def uncertainty(rng, amount, kind, certain_mask, protect):
    """returns type, loc, scale, mn, mx, negative for signed amounts"""
    N = amount.size
    u = rng.random(N)
    t = np.full(N, 2, np.uint8)
    t[u < 0.015] = 3
    t[(u >= 0.015) & (u < 0.023)] = 5
    t[(u >= 0.023) & (u < 0.030)] = 4
    t[certain_mask] = np.where(rng.random(certain_mask.sum()) < 0.8, 0, 1)
    t[protect] = 0
    nan = np.full(N, np.nan)
    loc, scale, mn, mx = amount.copy(), nan.copy(), nan.copy(), nan.copy()
    sg = sigma_draw(rng, N, kind)
    a = np.abs(amount)
    L = t == 2
    loc[L] = np.log(a[L]); scale[L] = sg[L]
    Nn = t == 3
    scale[Nn] = a[Nn] * np.minimum(sg[Nn], 0.25)          # relative sd at most 25 %: sign changes ~3e-5
    for ty in (4, 5):
        q = t == ty
        w1 = a[q] * rng.uniform(0.05, 0.6, q.sum()); w2 = a[q] * rng.uniform(0.05, 0.9, q.sum())
        if ty == 4: w2 = w1                               # uniform: centred on the amount
        mn[q] = amount[q] - np.where(amount[q] > 0, w1, w2)
        mx[q] = amount[q] + np.where(amount[q] > 0, w2, w1)
        if ty == 4: loc[q] = np.nan
    return t, loc, scale, mn, mx, (amount < 0)

def build(name, n, cpc, m, bpc, k, rho_target, seed, out):
    t0 = time.time()
    rng = np.random.default_rng([seed, n])
    R = max(3, int(round(n / 330)))                       # regions
    nH = N_TYPES * R                                      # hubs
    nC = int(0.52 * n)                                    # core (hubs included)
    nU = int(0.08 * n)
    nD = n - nC - nU
    # internal order: [hubs | core rest | U | D]
    role = np.zeros(n, np.int8); role[nH:nC] = 1; role[nC:nC+nU] = 2; role[nC+nU:] = 3
    regw = 1.0 / np.arange(1, R + 1) ** float(STRUCT["RZ"]); regw /= regw.sum()
    region = rng.choice(R, n, p=regw)
    hub_type = np.arange(nH) % N_TYPES; region[:nH] = np.arange(nH) // N_TYPES
    hub_id = lambda ty, rg: rg * N_TYPES + ty
    type_p = np.array([.05, .12, .17, .28, .09, .13, .07, .09]); type_p /= type_p.sum()
    market = rng.random(n) < 0.33; market[:nH] = rng.random(nH) < 0.7
    # clusters (industries): heavy-tailed sizes, consecutive ids; D and U have their own
    cluster = np.empty(n, np.int64); cstart = []
    for lo, hi in ((nH, nC), (nC, nC + nU), (nC + nU, n)):
        p = lo
        while p < hi:
            s = int(np.clip(np.exp(rng.normal(3.6, 0.7)), 6, 220)); s = min(s, hi - p)
            if hi - p - s < 6: s = hi - p
            cluster[p:p+s] = len(cstart); cstart.append((p, s)); p += s
    cstart = np.array(cstart); nCclus = int((cstart[:, 0] < nC).sum())
    # popularity of core nodes outside their cluster: Zipf, only a few hundred are widely traded
    pop = np.zeros(n); order = rng.permutation(np.arange(nH, nC))
    pop[order] = 1.0 / (np.arange(order.size) + 3.0) ** float(STRUCT["ZP"])
    popC = np.cumsum(pop[nH:nC]) / pop[nH:nC].sum()
    popU = 1.0 / (rng.permutation(nU) + 3.0) ** 0.9; popU = np.cumsum(popU) / popU.sum()
    draw_core = lambda c: nH + np.searchsorted(popC, rng.random(c))
    draw_U = lambda c: nC + np.searchsorted(popU, rng.random(c))
    def draw_hub(rg, c):
        ty = rng.choice(N_TYPES, c, p=type_p)
        r = np.where(rng.random(c) < float(STRUCT["OWN"]), rg, rng.choice(R, c, p=regw))
        return hub_id(ty, r)
    deg = heavy_degree(rng, n, cpc*float(STRUCT["CM"]), 0.85, 2, 400)  # duplicates are merged below
    deg[market] = np.maximum(2, (deg[market] * 0.8).astype(int))
    big = rng.random(n) < 0.003                           # a few wide "market group" columns
    rows, cols, kinds = [], [], []                        # kind 0 hub 1 local 2 global 3 market share
    for j in range(n):
        d = deg[j]; r = role[j]
        if r == 0:                                        # hub: region's producers + other hubs
            nh = max(2, d // 3); nl = d - nh + (2 if big[j] else 0)
            h = draw_hub(region[j], nh)
            if hub_type[j] in (1, 2):                     # MV <- HV, LV <- MV
                h[0] = hub_id(hub_type[j] - 1, region[j])
            g = draw_core(nl); q = rng.random(nl) < float(STRUCT["HL"])
            hc = cstart[(hub_type[j] * 7919 + region[j] * 31 + rng.integers(0, 2, nl)) % nCclus]
            g = np.where(q, hc[:, 0] + (rng.random(nl) * hc[:, 1]).astype(int), g)
            rows += [h, g]; kinds += [np.zeros(nh, np.int8), np.full(nl, 3 if market[j] else 2, np.int8)]
            cols.append(np.full(nh + nl, j))
            continue
        cs, csz = cstart[cluster[j]]; pos = j - cs
        if r == 2:                                        # U: only earlier U of its cluster, acyclic
            c = min(d, pos)
            if c:
                rows.append(cs + rng.choice(pos, c, replace=False)); kinds.append(np.ones(c, np.int8)); cols.append(np.full(c, j))
            continue
        if market[j]: ph, pl, pg = float(STRUCT["MH"]), 1-float(STRUCT["MH"])-float(STRUCT["MG"]), float(STRUCT["MG"])
        else:         ph, pl, pg = float(STRUCT["TH"]), 1-float(STRUCT["TH"])-float(STRUCT["TG"]), float(STRUCT["TG"])
        nh, nl, ng = rng.multinomial(d, [ph, pl, pg])
        h = draw_hub(region[j], nh)
        # local: suppliers in the same industry, mostly earlier in the chain (band), few backwards (core only)
        back = rng.random(nl) < (0.12 if r == 1 and not market[j] else 0.0)
        dist = 1 + np.floor(rng.exponential(float(STRUCT["BAND"]), nl)).astype(int)
        l = np.where(back, j + dist, j - dist)
        ok = (l >= cs) & (l < cs + csz); l = l[ok]
        lost = nl - l.size
        g = draw_core(ng); uu = rng.random(ng) < 0.15; g[uu] = draw_U(uu.sum())
        if lost: h = np.concatenate([h, draw_hub(region[j], lost)])
        rows += [h, l, g]; kinds += [np.zeros(h.size, np.int8), np.full(l.size, 3 if market[j] else 1, np.int8), np.full(g.size, 2, np.int8)]
        cols.append(np.full(h.size + l.size + g.size, j))
    rows = np.concatenate(rows).astype(np.int64); cols = np.concatenate(cols).astype(np.int64); kinds = np.concatenate(kinds)
    # every non-hub core node needs a consumer inside the core, so that the core is one SCC
    used = np.zeros(n, bool); q = (role[cols] <= 1) & (rows != cols); used[rows[q]] = True
    orphans = np.flatnonzero(~used[:nC])
    # consumer: a later node of its cluster, or a hub of its region if it is near the end
    tgt = []
    for i in orphans:
        if i < nH: tgt.append(rng.integers(0, nH)); continue
        cs, csz = cstart[cluster[i]]
        tgt.append(i + rng.integers(1, 6) if i + 6 < cs + csz and rng.random() < .7 else hub_id(rng.choice(N_TYPES), region[i]))
    tgt = np.array(tgt, dtype=np.int64)
    rows = np.concatenate([rows, orphans]); cols = np.concatenate([cols, tgt]); kinds = np.concatenate([kinds, np.full(orphans.size, 2, np.int8)])
    # the last cluster nodes may feed only each other: give every cluster 3 outlets to its region's hubs
    o_r, o_c = [], []
    for cs, csz in cstart[cstart[:, 0] < nC]:
        for i in cs + rng.choice(csz, min(3, csz), replace=False):
            o_r.append(i); o_c.append(hub_id(rng.choice(N_TYPES), region[i]))
        o_r.append(cs + csz - 1); o_c.append(hub_id(rng.choice(N_TYPES), region[cs + csz - 1]))
    rows = np.concatenate([rows, o_r]); cols = np.concatenate([cols, o_c]); kinds = np.concatenate([kinds, np.full(len(o_r), 2, np.int8)])
    # merge duplicates except 0.5 % which stay as separate exchanges; drop self loops here
    keep = rows != cols; rows, cols, kinds = rows[keep], cols[keep], kinds[keep]
    key = rows * n + cols
    _, first = np.unique(key, return_index=True)
    isfirst = np.zeros(key.size, bool); isfirst[first] = True
    target = int(round(n * cpc))
    dup = np.flatnonzero(~isfirst); nd = min(int(0.005 * target), dup.size)
    sel = np.concatenate([first, rng.choice(dup, nd, replace=False)])
    if sel.size > target:                                  # trim to the target size: not the linking edges, not hubs' columns
        removable = np.flatnonzero((kinds[sel] == 0) & (role[cols[sel]] != 0))
        colcnt = np.bincount(cols[sel], minlength=n)
        removable = removable[colcnt[cols[sel[removable]]] > 4]
        drop = rng.choice(removable, min(sel.size - target, removable.size), replace=False)
        msk = np.ones(sel.size, bool); msk[drop] = False; sel = sel[msk]
    sel.sort(); rows, cols, kinds = rows[sel], cols[sel], kinds[sel]
    # ---- values in "money" units: shares of the column's total cost
    w = np.exp(rng.normal(0, 1.7, rows.size)) * np.array([1.0, 2.0, 0.5, 6.0])[kinds]
    tot = np.where(market, rng.uniform(0.97, 1.0, n), rng.uniform(0.25, 0.85, n))
    S = np.bincount(cols, w, minlength=n)
    z0 = w / S[cols] * tot[cols]
    selfloop = np.flatnonzero((np.arange(n) < nH) & (rng.random(n) < 0.5) | (rng.random(n) < 0.004))
    self_amt = rng.uniform(0.005, 0.08, selfloop.size)     # losses: self-consumption
    # ---- spectral radius of the feedback: scale the transforming columns until rho_target
    def spec(z):
        Z = sp.csr_matrix((np.r_[z, self_amt], (np.r_[rows, selfloop], np.r_[cols, selfloop])), shape=(n, n))
        Zc = Z[:nC, :nC]
        return float(abs(sla.eigs(Zc, k=1, which="LM", v0=np.ones(nC), ncv=40, tol=1e-7, maxiter=2000, return_eigenvectors=False)[0]))
    lo, hi = 0.02, 3.0
    coremk = market[cols]
    for _ in range(22):
        mid = np.sqrt(lo * hi)
        z = np.where(coremk, z0 * min(1, mid ** 0.25), z0 * mid)
        if spec(z) > rho_target: hi = mid
        else: lo = mid
    # ---- units ("prices"): similarity transform, values then span many decades
    lp = rng.normal(0, 0.45, n)
    infra = (rng.random(n) < 0.08) & ~market & (np.arange(n) >= nH); lp[infra] = rng.uniform(1.5, 5.0, infra.sum())
    small = (rng.random(n) < 0.06) & (np.arange(n) >= nH); lp[small] -= 1.0
    zz = z * 10.0 ** (lp[cols] - lp[rows])
    zz = np.clip(zz, 1e-13, None)
    prod = np.ones(n); pd_ = rng.random(n) < 0.02          # some production amounts != 1
    prod[pd_] = rng.choice([0.5, 0.9, 0.95, 1.2, 10., 1000.], pd_.sum())
    waste = np.zeros(n, bool); waste[:nH][hub_type == 7] = True
    waste |= (np.arange(n) >= nH) & (rng.random(n) < 0.06)
    rsign = np.where(waste, -1.0, 1.0)
    credit = (rng.random(rows.size) < 0.001) & (z < 0.02)  # a few positive (avoided) inputs
    amt = -zz * prod[cols] * rsign[rows] * np.where(credit, -1, 1)
    samt = -self_amt * prod[selfloop] * rsign[selfloop]
    damt = prod * rsign
    A_r = np.r_[np.arange(n), selfloop, rows]; A_c = np.r_[np.arange(n), selfloop, cols]
    A_v = np.r_[damt, samt, amt]
    isdiag = np.zeros(A_r.size, bool); isdiag[:n] = True
    kk = np.r_[np.full(n, -1), np.full(selfloop.size, 0), kinds]
    cert = np.where(kk == 3, rng.random(A_r.size) < 0.70, rng.random(A_r.size) < 0.09)
    At = uncertainty(rng, A_v, "tech", cert & ~isdiag, isdiag)
    # ---- biosphere
    bdeg = heavy_degree(rng, n, bpc, 1.35, 0, min(m // 2, 900)).astype(float)
    bdeg[market] *= 0.05; bdeg[~market] *= bpc * n / max(1, bdeg.sum()) * (bdeg.sum() / max(1, bdeg[~market].sum())) * 0.97
    bdeg = np.clip(np.round(bdeg), 0, m // 2).astype(int)
    fpop = 1.0 / (np.arange(m) + 8.0) ** 1.05; fcum = np.cumsum(fpop) / fpop.sum()
    tries = (bdeg * 1.9).astype(int) + (bdeg > 0) * 3
    bc = np.repeat(np.arange(n), tries); br = np.searchsorted(fcum, rng.random(bc.size))
    key = bc.astype(np.int64) * m + br; _, first = np.unique(key, return_index=True)
    first.sort(); bc, br = bc[first], br[first]
    pri = rng.random(bc.size); o = np.lexsort((pri, bc)); bc, br = bc[o], br[o]
    st = np.r_[0, np.cumsum(np.bincount(bc, minlength=n))[:-1]]
    rank = np.arange(bc.size) - st[bc]; q = rank < bdeg[bc]; bc, br = bc[q], br[q]
    miss = np.setdiff1d(np.arange(m), br)                  # all m flows are used
    if miss.size:
        br = np.r_[br, miss]; bc = np.r_[bc, rng.choice(np.flatnonzero(~market), miss.size)]
    flow_mag = rng.normal(-4.5, 2.0, m); flow_mag[0] = -0.5; flow_mag[1] = -1.5
    bv = 10.0 ** np.clip(flow_mag[br] + rng.normal(0, 0.9, br.size), -17, 2.5) * 10.0 ** np.clip(lp[bc], -2, 5) * prod[bc]
    bneg = rng.random(bv.size) < 0.004; bv[bneg] *= -1     # e.g. uptake written as negative emission
    Bt = uncertainty(rng, bv, "bio", rng.random(bv.size) < 0.15, np.zeros(bv.size, bool))
    # ---- characterisation: category 0 = climate-like (few flows, incl. the most frequent), others 1 % .. 45 % of flows
    cr, cc, cv = [], [], []
    for c in range(k):
        frac = np.exp(rng.uniform(np.log(0.01), np.log(0.45))) if c else 0.06
        cnt = max(3, int(frac * m)); fl = rng.choice(m, cnt, replace=False)
        if c == 0: fl = np.union1d(fl, [0, 1])
        cr.append(np.full(fl.size, c)); cc.append(np.sort(fl))
        v = 10.0 ** rng.normal(-1.0, 1.2, fl.size) * 10.0 ** (-0.7 * (flow_mag[np.sort(fl)] + 4.5))
        if c == 0: v[np.sort(fl) == 0] = 1.0; v[np.sort(fl) == 1] = 29.8
        cv.append(v)
    cr, cc, cv = np.concatenate(cr), np.concatenate(cc), np.concatenate(cv)
    ncat_unc = max(1, k // 4)                              # the last quarter of the categories has uncertain factors
    Ct = uncertainty(rng, cv, "cf", cr < k - ncat_unc, np.zeros(cv.size, bool))
    # ---- shuffle the node and flow numbering (no structure visible in the numbering), sort entries by column
    P = rng.permutation(n); F = rng.permutation(m)
    inv = P                                                 # new index of old node i is P[i]
    A_r, A_c = P[A_r], P[A_c]; br, bc = F[br], P[bc]; cc = F[cc]
    oa = np.lexsort((A_r, A_c)); ob = np.lexsort((br, bc)); oc = np.lexsort((cc, cr))
    d = os.path.join(out, name); os.makedirs(d, exist_ok=True)
    def save(pre, r, c, v, t, o):
        np.save(f"{d}/{pre}_row.npy", r[o].astype(np.int32)); np.save(f"{d}/{pre}_col.npy", c[o].astype(np.int32))
        np.save(f"{d}/{pre}_amount.npy", v[o].astype(np.float64))
        for nm, x in zip(("type", "loc", "scale", "min", "max", "negative"), t):
            np.save(f"{d}/{pre}_{nm}.npy", x[o].astype(np.uint8 if nm in ("type", "negative") else np.float64))
    save("A", A_r, A_c, A_v, At, oa); save("B", br, bc, bv, Bt, ob); save("C", cr, cc, cv, Ct, oc)
    # demands: one popular core market first, then a mix of downstream and core nodes
    f_main = hub_id(2, 0)
    alts = np.r_[rng.choice(np.arange(nC + nU, n), 12, replace=False), rng.choice(np.arange(nH, nC), 7, replace=False)]
    f_ids = [int(P[f_main])] + [int(P[i]) for i in alts]
    wsgn = lambda i: -1.0 if waste[i] else 1.0
    f_amts = [wsgn(f_main)] + [wsgn(i) for i in alts]
    # ---- statistics
    A = sp.csc_matrix((A_v, (A_r, A_c)), shape=(n, n)); A.sum_duplicates()
    ncomp, lab = connected_components(A, directed=True, connection="strong")
    sizes = np.bincount(lab); scc = int(sizes.max()); n_scc_gt1 = int((sizes > 1).sum())
    if os.environ.get('FAST'): json.dump(dict(n=n,f_index=f_ids[0]),open(f'{d}/meta.json','w')); print(name,'nnz',A.nnz,'scc',scc,'rowmax',np.bincount(A.indices,minlength=n).max(),'%.1f s'%(time.time()-t0)); return
    D = A.diagonal(); J = sp.eye(n) - sp.diags(1 / D) @ A
    inb = np.flatnonzero(lab == sizes.argmax())
    Jc = abs(J.tocsr())[inb][:, inb]
    l2 = float(abs(sla.eigs(Jc, k=1, which="LM", v0=np.ones(inb.size), ncv=40, tol=1e-8, maxiter=5000, return_eigenvectors=False)[0]))
    l_signed = float(abs(sla.eigs(J.tocsr()[inb][:, inb], k=1, which="LM", v0=np.ones(inb.size), ncv=60, tol=1e-6, maxiter=5000, return_eigenvectors=False)[0]))
    t1 = time.time(); lu = sla.splu(A, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.001, options=dict(SymmetricMode=True)); tlu = time.time() - t1
    f = np.zeros(n); f[f_ids[0]] = f_amts[0]
    t1 = time.time(); s = lu.solve(f); ts = time.time() - t1
    Bm = sp.csr_matrix((bv, (br, bc)), shape=(m, n)); Cm = sp.csr_matrix((cv, (cr, cc)), shape=(k, m))
    h = Cm @ (Bm @ s)
    op = sla.LinearOperator((n, n), matvec=lu.solve, rmatvec=lambda b: lu.solve(b, "T"))
    cond = sla.onenormest(op) * abs(A).sum(0).max()
    # Jacobi (Neumann) sweeps to 1e-12 relative, from zero
    b = f / D; xj = b.copy(); sweeps = 0; Jr = J.tocsr(); ref = np.linalg.norm(s)
    while np.linalg.norm(xj - s) > 1e-12 * ref and sweeps < 5000:
        xj = b + Jr @ xj; sweeps += 1
    colnnz = np.diff(A.indptr) - 1; rownnz = np.bincount(A.indices, minlength=n) - 1
    frac = lambda t: {int(i): round(float((t == i).mean()), 4) for i in np.unique(t)}
    offd = A_r != A_c
    meta = dict(name=name, seed=seed, n=n, m=m, k=k, A_entries=int(A_r.size), A_offdiag_entries=int(offd.sum()), A_nnz_matrix=int(A.nnz),
        A_uncertain=int((At[0] >= 2).sum()), B_entries=int(br.size), B_uncertain=int((Bt[0] >= 2).sum()), C_entries=int(cv.size), C_uncertain=int((Ct[0] >= 2).sum()),
        A_type_share_offdiag=frac(At[0][offd]), B_type_share=frac(Bt[0]), C_type_share=frac(Ct[0]),
        A_col_nnz=dict(mean=float(colnnz.mean()), median=float(np.median(colnnz)), p99=float(np.percentile(colnnz, 99)), max=int(colnnz.max())),
        A_row_nnz=dict(mean=float(rownnz.mean()), median=float(np.median(rownnz)), p99=float(np.percentile(rownnz, 99)), max=int(rownnz.max())),
        B_col_nnz=dict(mean=float(np.bincount(bc, minlength=n).mean()), max=int(np.bincount(bc, minlength=n).max())),
        A_abs_offdiag_min=float(np.abs(A_v[offd]).min()), A_abs_offdiag_max=float(np.abs(A_v[offd]).max()),
        A_abs_offdiag_percentiles_1_50_99=[float(v) for v in np.percentile(np.abs(A_v[offd]), [1, 50, 99])],
        waste_rows=int(waste.sum()), diag_not_1=int((np.abs(D) != 1).sum()), duplicates=int(A_r.size - A.nnz), markets=int(market.sum()), hubs=int(nH),
        largest_scc=scc, largest_scc_share=scc / n, n_scc_size_gt1=n_scc_gt1,
        rho_jacobi_abs=float(l2), rho_jacobi_signed=l_signed, rho_target=rho_target, jacobi_sweeps_1e12=sweeps, cond1_estimate=float(cond),
        superlu_fill_LU=int(lu.L.nnz + lu.U.nnz), superlu_factor_s=tlu, superlu_solve_s=ts,
        s_nonzero=int((s != 0).sum()), s_min=float(s.min()), s_max=float(s.max()), h_deterministic=[float(v) for v in h],
        f_index=f_ids[0], f_amount=f_amts[0], f_indices=f_ids, f_amounts=f_amts)
    json.dump(meta, open(f"{d}/meta.json", "w"), indent=1)
    print(json.dumps(meta, indent=1)); print(f"# {name}: {time.time()-t0:.1f} s", flush=True)
    return A

if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", default="synth-models"); ap.add_argument("--sizes", default="small,medium,large")
    ap.add_argument("--seed", type=int, default=20240607); ap.add_argument("--rho", type=float, default=0.65)
    ap.add_argument("--n", type=int); ap.add_argument("--m", type=int, default=2500); ap.add_argument("--k", type=int)
    ap.add_argument("--nnz-per-col", type=float, default=12.5); ap.add_argument("--bnnz-per-col", type=float, default=22.5); ap.add_argument("--name", default="custom")
    ap.add_argument("--sigmas", type=float, default=1.0, help="multiplies the sd of every lognormal's and normal's draw")
    ap.add_argument("--region-exponent", help="Zipf exponent of the region sizes; 1.75 gives 'large' a hub with 8,500 consumers (default 1.5)")
    a = ap.parse_args()
    SIGMAS = a.sigmas
    if a.region_exponent: STRUCT["RZ"] = a.region_exponent
    if a.n:
        build(a.name, a.n, a.nnz_per_col, a.m, a.bnnz_per_col, a.k or 20, a.rho, a.seed, a.out)
    else:
        for s in a.sizes.split(","):
            p = dict(PRESETS[s]);
            if a.k: p["k"] = a.k
            build(s, rho_target=a.rho, seed=a.seed, out=a.out, **p)
