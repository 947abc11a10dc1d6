// Built from query.grammar by bin/grammar.mjs.
import {LRParser} from "@lezer/lr"
import {fieldName} from "./field-name-token"
const spec_Word = {__proto__:null,NOT:62, TO:69, AND:76, OR:78}
export const parser = LRParser.deserialize({
  version: 14,
  states: "&lQVQROOOOQP'#Cz'#CzOVQRO'#C_OOQP'#C}'#C}O!PQQO'#CbOVQRO'#CqOOQP'#Cy'#CyO!WQRO'#CwOOQP'#Cx'#CxOOQO'#Cw'#CwQ!hQQOOOOQP,58y,58yO!mQQO'#CeO!xQQO'#CkOOQP'#C|'#C|OOQP,58|,58|O!mQQO'#CgO#SQQO,59]OOQP,59^,59^OVQRO,59^OVQRO,59_OOQP,59P,59PO!xQQO'#CmOOQO'#DR'#DRO#[QQO'#DPOOQO'#DQ'#DQOOQO'#DP'#DPO#oQQO,59VOOQO'#Ci'#CiO#wQQO,59ROOQP1G.w1G.wOOQP1G.x1G.xO#|QRO1G.yOOQO,59X,59XOOQO,59Y,59YO!xQQO,59YOOQP1G.q1G.qO!xQQO,59ZO!mQQO1G.mOOQO1G.t1G.tO$^QQO1G.uO$qQQO7+$XOOQP<<Gs<<Gs",
  stateData: "${~OjOS~OPSOSROTPOVROWRO`TOoPO~OSROVROWROY[O[`O~O`]O~PnOvcOhkXwkXdkX~PVOwdO~OSROVROWRO~OTPOoPO~PnOdnOwdO~OTPOoPOvsOdsXwsX~PnOdtOwuO~OrvO~OvcOhgiwgidgi~PVOTPOoPOvsOdciwci~PnO^zO~OjVWS~",
  goto: "$|vPPPwPPwPP!QP!QP!]P!cP!T!f!jPw!m!rPPP!v!|#T#dP#u#xP$e$h$n_UOQTVcdpQ^S]g]fhsuxQm`RyvR^STi]uRj]VWOTdTXOTQYORaTSVOTRpdUWOTdQZQSbVpRoc^QOQTVcdp]f]fhsuxR_S^UOQTVcdpQ^SQe[[g]fhsuxTl`vRk]Qh]RxuSi]uQqfSrhxRws",
  nodeNames: "⚠ FieldName Query Not Word - Field Quoted Unclosed Comparison Sign Range [ RangeEnd ] Values ( NotValue AndValues OrValues ) Group And Or",
  maxTerm: 39,
  skippedNodes: [0],
  repeatNodeCount: 0,
  tokenData: "*U~RxOX#oXZ$sZ]%h]^$s^p#opq$sqr#ors'jsx#oxy)^yz)cz}#o}!O)h!O!^#o!^!_)m!_!`#o!`!a)m!a!}#o!}#O)z#O#P#o#P#Q*P#Q#y#o#y#z%h#z$f#o$f$g$s$g#BY#o#BY#BZ%h#BZ$IS#o$IS$I_%h$I_$I|#o$I|$JO$s$JO$JT#o$JT$JU%h$JU$KV#o$KV$KW%h$KW&FU#o&FU&FV$s&FV;'S#o;'S;=`$m<%lO#o~#t]S~OX#oZ]#o^p#oqr#osx#oz!}#o#O#P#o#Q$f#o$g$I|#o$JO&FU#o&FV;'S#o;'S;=`$m<%lO#o~$pP;=`<%l#o~$xYj~X^$spq$s#y#z$s$f$g$s#BY#BZ$s$IS$I_$s$I|$JO$s$JT$JU$s$KV$KW$s&FU&FV$s~%omj~S~OX#oXZ$sZ]%h]^$s^p#opq$sqr#osx#oz!}#o#O#P#o#Q#y#o#y#z%h#z$f#o$f$g$s$g#BY#o#BY#BZ%h#BZ$IS#o$IS$I_%h$I_$I|#o$I|$JO$s$JO$JT#o$JT$JU%h$JU$KV#o$KV$KW%h$KW&FU#o&FU&FV$s&FV;'S#o;'S;=`$m<%lO#o~'oVW~Or'jrs(Us#O'j#O#P(Z#P;'S'j;'S;=`)W<%lO'j~(ZOV~~(`RW~O;'S'j;'S;=`(i;=`O'j~(nWW~Or'jrs(Us#O'j#O#P(Z#P;'S'j;'S;=`)W;=`<%l'j<%lO'j~)ZP;=`<%l'j~)cO`~~)hOd~~)mOT~~)rPY~!_!`)u~)zOY~~*PO[~~*UO^~",
  tokenizers: [fieldName, 0],
  topRules: {"Query":[0,2]},
  specialized: [{term: 4, get: (value: keyof typeof spec_Word) => spec_Word[value] || -1}],
  tokenPrec: 176
})
